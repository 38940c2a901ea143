"""ZIP files read as folders: names of every encoding, limits, and files that mean harm."""

from __future__ import annotations

import bz2
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.parse_document import ParsedList
from indexer.parse_files import parse_file
from indexer.sources.collect import Sources, collect
from indexer.sources.file_names import decode_name
from tests.conftest import ROOT
from tests.support.said import said
from tests.support.zip_writer import BZIP2, DEFLATED, Member, stored, zip_of

LIST = next((ROOT / "data").glob("*公安局*.txt")).read_bytes()
UTF_8 = 0x800
ENCRYPTED = 0x1
MEGABYTE = 1024 * 1024


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP made by the library."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def word_file(text: str = "示例县民政局责任清单") -> bytes:
    """The smallest Word document."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = f"<w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body>"
    return zipped(
        {"word/document.xml": f'<w:document xmlns:w="{space}">{body}</w:document>'.encode()}, zipfile.ZIP_STORED
    )


def sources_of(folder: Path, data: bytes, name: str = "清单.zip") -> Sources:
    (folder / name).write_bytes(data)
    return collect([folder])


def names(sources: Sources) -> list[str]:
    return [file.name for file in sources.files]


def told(sources: Sources, parsed: list[ParsedList]) -> list[str]:
    return [str(problem) for problem in [*sources.problems, *(each for one in parsed for each in one.problems)]]


# -- what is read --------------------------------------------------------------------------------------


def test_members_are_read_like_files_in_a_folder(tmp_path: Path) -> None:
    plain, packed = tmp_path / "plain", tmp_path / "packed"
    members = {"乙.txt": LIST, "子/甲.txt": LIST, "丙.docx": word_file(), "子/空/说明.html": b"<p>x</p>", "空.txt": b""}
    for name, data in members.items():
        path = plain / "清单.zip" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    packed.mkdir()
    folder, archive = collect([plain]), sources_of(packed, zipped(members))
    assert names(folder) == names(archive)
    assert [parse_file(file) for file in folder.files] == [parse_file(file) for file in archive.files]
    records = [record for file in archive.files for record in said(parse_file(file))]
    assert {record.source.file for record in records} == {"清单.zip/乙.txt", "清单.zip/子/甲.txt"}
    assert len({record.id for record in records}) == len(records) > 60


def test_an_archive_is_told_by_its_content_and_may_be_named_itself(tmp_path: Path) -> None:
    (tmp_path / "清单.dat").write_bytes(zipped({"甲.txt": LIST}))
    assert names(collect([tmp_path / "清单.dat"])) == ["清单.dat/甲.txt"]


def test_office_files_are_no_folders(tmp_path: Path) -> None:
    unknown = zipped({"[Content_Types].xml": b"<Types/>", "visio/document.xml": b"<x/>"})
    for name, data in (("甲.docx", word_file()), ("没有后缀", word_file()), ("图.vsdx", unknown)):
        (tmp_path / name).write_bytes(data)
    sources = collect([tmp_path])
    assert names(sources) == ["图.vsdx", "没有后缀", "甲.docx"]
    assert "压缩包" in str(parse_file(sources.files[0]).problems[0])


def test_hidden_and_temporary_members_are_skipped(tmp_path: Path) -> None:
    skipped = (
        "~$甲.docx",
        ".甲.swp",
        "__MACOSX/._甲.txt",
        ".git/甲.txt",
        "子/Thumbs.db",
        "子/记录.JSONL",
        "子/",
        "空夹/",
    )
    sources = sources_of(tmp_path, zipped({"甲.txt": LIST, **dict.fromkeys(skipped, b"")}))
    assert (names(sources), sources.problems) == (["清单.zip/甲.txt"], [])


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (zipped({"甲.txt": LIST}), "ZIP"),
        (zipped({}), "ZIP"),
        (b"Rar!\x1a\x07\x00x", "RAR"),
        (b"7z\xbc\xaf\x27\x1cx", "7z"),
    ],
)
def test_archives_inside_an_archive_are_not_opened(tmp_path: Path, data: bytes, kind: str) -> None:
    sources = sources_of(tmp_path, zipped({"内.zip": data, "甲.txt": LIST}))
    inner, good = map(parse_file, sources.files)
    assert (
        str(inner.problems[0]) == f"清单.zip/内.zip：文件无法读取：是 {kind} 压缩包，里面的文件没有读取，请解压后再放入"
    )
    assert len(good.records) > 30


# -- names ---------------------------------------------------------------------------------------------


def test_names_in_every_encoding(tmp_path: Path) -> None:
    members = (
        stored("县公安局.txt".encode("gbk"), LIST),
        stored("县民政局.txt".encode(), LIST),
        stored("县教育局.txt".encode(), LIST, UTF_8),
        stored("镕喆局（三）.txt".encode("gbk"), LIST),
        stored("喆.txt".encode(), LIST),
        stored(b"plain.txt", LIST),
        stored(b"\xff\xfe.txt", LIST),
    )
    expected = [
        "plain.txt",
        "县公安局.txt",
        "县教育局.txt",
        "县民政局.txt",
        "喆.txt",
        "镕喆局（三）.txt",
        "\u00a0■.txt",
    ]
    sources = sources_of(tmp_path, zip_of(*members))
    assert names(sources) == [f"清单.zip/{name}" for name in sorted(expected)]
    assert all(parse_file(file).records for file in sources.files)


_NAMES = ["某", "县", "市", "公安", "民政", "应急管理", "卫生健康", "委员会", "校", "模", "茅", "联通"]
_WORDS = [*_NAMES, "责任清单", "（", "）", "《", "》", "一", "2024", "-", ".txt"]


@settings(deadline=None)
@given(st.lists(st.sampled_from(_WORDS), min_size=1, max_size=12), st.sampled_from(["utf-8", "gbk"]))
def test_chinese_names_survive_without_a_declared_encoding(words: list[str], encoding: str) -> None:
    name = "".join(words)
    assert decode_name(name.encode(encoding)) == name


@pytest.mark.parametrize(
    "name",
    [
        "../../甲.txt",
        "/etc/甲.txt",
        "C:\\清单\\甲.txt",
        "\\\\host\\甲.txt",
        "子/../../甲.txt",
        "./甲.txt",
        "a\x1b[2J\n甲.txt",
    ],
)
def test_names_that_lead_elsewhere_do_no_harm(tmp_path: Path, name: str) -> None:
    (tmp_path / "lists").mkdir()
    sources = sources_of(tmp_path / "lists", zip_of(stored(name.encode(), LIST, UTF_8)))
    [file] = sources.files
    assert len(parse_file(file).records) > 30
    assert [path.name for path in tmp_path.rglob("*")] == ["lists", "清单.zip"]
    assert file.name.startswith("清单.zip/")
    assert file.name.endswith("甲.txt")
    assert not {"..", "C:", ""} & set(file.name.split("/"))
    assert "\x1b" not in file.name
    assert "\n" not in file.name


def test_of_members_of_one_name_the_last_is_read(tmp_path: Path) -> None:
    sources = sources_of(tmp_path, zip_of(stored(b"a.txt", b"x"), stored(b"../a.txt", LIST)))
    assert names(sources) == ["清单.zip/a.txt"]
    assert len(parse_file(sources.files[0]).records) > 30
    assert "同名" in str(sources.problems[0])


# -- harm ----------------------------------------------------------------------------------------------


def test_encrypted_members_are_named_and_the_rest_is_read(tmp_path: Path) -> None:
    sources = sources_of(tmp_path, zip_of(stored(b"a.txt", LIST, ENCRYPTED), stored(b"b.txt", LIST)))
    locked, good = map(parse_file, sources.files)
    assert str(locked.problems[0]).startswith("清单.zip/a.txt：文件无法读取：文件加了密码")
    assert len(good.records) > 30


def test_bombs_are_not_unpacked_and_the_rest_is_read(tmp_path: Path) -> None:
    sources = sources_of(tmp_path, zipped({"炸弹.txt": bytes(12 * MEGABYTE), "甲.txt": LIST}))
    assert names(sources) == ["清单.zip/甲.txt"]
    assert [str(problem) for problem in sources.problems] == [
        "清单.zip/炸弹.txt：文件无法读取：压缩比异常，疑似压缩炸弹，没有解压"
    ]


def test_members_too_large_each_or_together(tmp_path: Path) -> None:
    large = [Member(f"{number}.txt".encode(), bytes(MEGABYTE), 190 * MEGABYTE) for number in range(6)]
    too_large = Member(b"x.txt", bytes(2 * MEGABYTE), 201 * MEGABYTE)
    sources = sources_of(tmp_path, zip_of(*large, too_large, stored(b"z.txt", LIST)))
    assert names(sources) == [f"清单.zip/{name}.txt" for name in (0, 1, 2, 3, 4, "z")]
    assert [(problem.file, problem.message) for problem in sources.problems] == [
        ("清单.zip/5.txt", "压缩包里的文件解压后共超过 1024 MB，这一个没有读取"),
        ("清单.zip/x.txt", "文件太大（解压后 201 MB，上限 200 MB）"),
    ]


@pytest.mark.parametrize(
    ("packed", "method", "message"),
    [
        (zlib.compress(bytes(300 * MEGABYTE), 9)[2:-4], DEFLATED, "文件不完整或已损坏（a.txt）"),
        (bz2.compress(bytes(300 * MEGABYTE)), BZIP2, "采用了少见的压缩方式，请解压后再放入"),
    ],
    ids=["deflate", "bzip2"],
)
def test_a_member_larger_than_it_claims_is_refused_before_it_fills_memory(
    tmp_path: Path, packed: bytes, method: int, message: str
) -> None:
    resource = pytest.importorskip("resource")
    claim = Member(b"a.txt", packed, 1000, 0, method, zlib.crc32(bytes(1000)))  # true of the first 1000 bytes
    [file] = sources_of(tmp_path, zip_of(claim)).files
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert [str(problem) for problem in parse_file(file).problems] == [f"清单.zip/a.txt：文件无法读取：{message}"]
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50 * 1024


def test_more_members_than_allowed(tmp_path: Path) -> None:
    sources = sources_of(tmp_path, zipped({f"{number:04}.txt": b"x" for number in range(2003)}, zipfile.ZIP_STORED))
    assert names(sources) == [f"清单.zip/{number:04}.txt" for number in range(2000)]
    assert [problem.message for problem in sources.problems] == ["压缩包里的文件超过 2000 个，后面 3 个没有读取"]


@pytest.mark.parametrize("count", [10_050, 60_000])
def test_a_directory_without_end_is_refused(tmp_path: Path, count: int) -> None:
    member = "清单" * 30
    sources = sources_of(tmp_path, zipped({f"{member}{number}": b"" for number in range(count)}, zipfile.ZIP_STORED))
    [file] = sources.files
    assert [problem.message for problem in parse_file(file).problems] == ["文件里的内容过多、过大，不予读取"]


def test_an_archive_with_nothing_to_read_is_told(tmp_path: Path) -> None:
    for content in ({}, {"__MACOSX/._x": b"x"}):
        sources = sources_of(tmp_path, zipped(content))
        assert [str(problem) for problem in sources.problems] == ["清单.zip：文件无法读取：压缩包里没有可读的清单文件"]


def test_cut_off_at_any_byte_there_is_a_clear_error(tmp_path: Path) -> None:
    whole = zipped({"甲.docx": word_file(), "乙.txt": "只有一句话。".encode()}, zipfile.ZIP_STORED)
    for length in range(len(whole)):
        sources = sources_of(tmp_path, whole[:length])
        [parsed] = [parse_file(file) for file in sources.files]
        assert said(parsed) == []
        # With fewer than four bytes it might be any text.
        expected = "清单.zip：文件无法读取" if length > 3 or length == 0 else "清单.zip：文件中没有责任清单"
        assert told(sources, [parsed])[-1].startswith(expected), length
    assert len(sources_of(tmp_path, whole).files) == 2


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_damage_anywhere_is_told_or_harmless(tmp_path: Path, data: st.DataObject) -> None:
    whole = bytearray(zipped({"甲.docx": word_file(), "乙.txt": LIST[:3000], "manifest.toml": b'["x"]\ndate="1"'}))
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    sources = sources_of(tmp_path, bytes(whole))
    parsed = [parse_file(file) for file in sources.files]
    assert parsed or sources.problems
    assert all(each.records or each.problems for each in parsed)


# -- manifests -----------------------------------------------------------------------------------------


def test_a_manifest_names_files_inside_archives_and_wins_over_theirs(tmp_path: Path) -> None:
    (tmp_path / "manifest.toml").write_text('["清单.zip/子/甲.txt"]\nregion = "外"\n', encoding="utf-8")
    inner = '["子/甲.txt"]\nregion = "内"\ndate = 2024-05-01\n["乙.txt"]\nregion = "内"\n'
    nearest = '["甲.txt"]\ndate = 2023-01-01\nurl = "https://example.gov.cn/"\n'
    members = {"子/甲.txt": LIST, "乙.txt": LIST, "manifest.toml": inner.encode(), "子/manifest.toml": nearest.encode()}
    sources = sources_of(tmp_path, zipped(members))
    assert [(file.name, file.info.region, file.info.date, file.info.url) for file in sources.files] == [
        ("清单.zip/乙.txt", "内", "", ""),
        ("清单.zip/子/甲.txt", "外", "2024-05-01", "https://example.gov.cn/"),
    ]
    assert {record.owner.region for record in parse_file(sources.files[1]).records} == {"外"}
    assert sources.problems == []


@pytest.mark.parametrize(
    ("manifest", "message"),
    [
        (b"[", "无法读取"),
        (b"a = " + b"[\n" * 50_000, "嵌套过深"),
        (b".".join([b"a"] * 100_000) + b" = 1", "有一行过长"),
        (b"#" * 2 * MEGABYTE, "文件太大"),
    ],
    ids=["broken", "deep", "long", "large"],
)
def test_a_bad_manifest_in_an_archive_costs_only_itself(tmp_path: Path, manifest: bytes, message: str) -> None:
    sources = sources_of(tmp_path, zipped({"manifest.toml": manifest, "甲.txt": LIST}))
    [problem] = sources.problems
    assert problem.file == "清单.zip/manifest.toml"
    assert message in problem.message
    assert len(parse_file(sources.files[0]).records) > 30
