"""Where a cluster is and how it is asked, read from an address and the environment."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.opensearch.cluster import (
    CERTIFICATES,
    PASSWORD,
    PASSWORD_FILE,
    TIMEOUT,
    USER,
    EngineError,
    read_address,
)


def test_the_last_part_of_an_address_is_the_alias() -> None:
    address = read_address("https://one.example:9200/qingdan,https://two.example:9200", {})
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
        read_address(engine, {})


def test_no_password_stands_in_an_address_or_in_what_is_printed(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match=PASSWORD_FILE) as refused:
        read_address("https://reader:geheim@one.example:9200/qingdan", {})
    assert "geheim" not in str(refused.value)
    secret = tmp_path / "password"
    secret.write_text("geheim\n", encoding="utf-8")
    environ = {USER: "reader", PASSWORD_FILE: str(secret), CERTIFICATES: "/etc/ca.pem", TIMEOUT: "1.5"}
    address = read_address("https://one.example:9200/qingdan", environ)
    assert (address.user, address.password, address.certificates, address.seconds) == (
        "reader",
        "geheim",
        "/etc/ca.pem",
        1.5,
    )
    assert "geheim" not in repr(address)
    assert read_address("https://h/qingdan", {USER: "reader", PASSWORD: "anders"}).password == "anders"


@pytest.mark.parametrize("environ", [{TIMEOUT: "lang"}, {PASSWORD_FILE: "/nowhere/password"}])
def test_settings_that_cannot_be_used_are_told(environ: dict[str, str]) -> None:
    with pytest.raises(EngineError):
        read_address("https://h/qingdan", environ)
