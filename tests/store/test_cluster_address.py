"""Where a cluster is and how it is asked, read from an address and the environment."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.opensearch.cluster import EngineError, password_in, read_address


def test_the_last_part_of_an_address_is_the_alias() -> None:
    address = read_address("https://one.example:9200/qingdan,https://two.example:9200")
    assert address.hosts == ("https://one.example:9200", "https://two.example:9200")
    assert address.alias == "qingdan"
    assert not address.user


@pytest.mark.parametrize(
    "engine",
    [
        "one.example:9200/qingdan",
        "https://one.example:9200",
        "ftp://one.example/qingdan",
        "https://h/Qing",
        "https://h/清单",
    ],
)
def test_an_address_that_cannot_be_used_is_told(engine: str) -> None:
    with pytest.raises(EngineError, match="引擎地址"):
        read_address(engine)


def test_no_password_stands_in_an_address_or_in_what_is_printed(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="engine_password_file") as refused:
        read_address("https://reader:geheim@one.example:9200/qingdan")
    assert "geheim" not in str(refused.value)
    secret = tmp_path / "password"
    secret.write_text("geheim\n", encoding="utf-8")
    address = read_address("https://one.example:9200/qingdan", "reader", password_in(secret), "/etc/ca.pem", 1.5)
    assert (address.user, address.password) == ("reader", "geheim")
    assert "geheim" not in repr(address)
    with pytest.raises(EngineError, match="engine_password_file"):
        password_in(tmp_path / "missing")
