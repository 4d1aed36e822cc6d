"""In which language the command line speaks, and how its sentences are said in Arabic."""

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from conftest import ROOT, Command

import typeset
from typeset.errors import Message, listed
from typeset.jobs import lint
from typeset.jobs.batch.sentences import as_json, from_json
from typeset.model.house_style import Digits, House
from typeset.words import paragraphs
from typeset.words.catalogue import FIRST_STRONG, LEFT_TO_RIGHT, POP, isolated
from typeset.words.voice import ENGLISH, voice_for

ARABIC = voice_for("ar")
NO_SUCH_FILE = "لا ملف بهذا الاسم"


@pytest.fixture(autouse=True)
def no_language_is_asked_for(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("TYPESET_LANG", "LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


class TestWhichLanguage:
    def test_english_where_nobody_asks(self, typeset: Command):
        assert "there is no such file" in typeset("lint", "a.txt").err

    @pytest.mark.parametrize("arguments", [("--lang", "ar", "lint", "a.txt"), ("lint", "a.txt", "--lang=ar")])
    def test_the_option_stands_anywhere(self, arguments: tuple[str, ...], typeset: Command):
        assert NO_SUCH_FILE in typeset(*arguments).err

    @pytest.mark.parametrize("name", ["TYPESET_LANG", "LC_ALL", "LC_MESSAGES", "LANG"])
    def test_the_environment(self, name: str, typeset: Command, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setenv(name, "ar_EG.UTF-8")
        assert NO_SUCH_FILE in typeset("lint", "a.txt").err

    def test_the_house(self, typeset: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
        (tmp_path / "typeset.toml").write_text('lang = "ar"\n', "utf-8")
        monkeypatch.setenv("LANG", "en_GB.UTF-8")
        assert NO_SUCH_FILE in typeset("lint", "a.txt").err

    def test_the_nearer_wish_counts(self, typeset: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
        (tmp_path / "typeset.toml").write_text('lang = "ar"\n', "utf-8")
        monkeypatch.setenv("TYPESET_LANG", "en")
        assert "there is no such file" in typeset("lint", "a.txt").err
        assert NO_SUCH_FILE in typeset("--lang", "ar", "lint", "a.txt").err

    @pytest.mark.parametrize("locale", ["C", "POSIX", "C.UTF-8", "en_US.UTF-8", "de_DE.UTF-8", ""])
    def test_a_locale_without_a_catalogue_gets_english(
        self, locale: str, typeset: Command, monkeypatch: pytest.MonkeyPatch
    ):
        monkeypatch.setenv("LC_ALL", locale)
        assert "there is no such file" in typeset("lint", "a.txt").err

    def test_a_language_that_is_not_spoken_is_refused(self, typeset: Command, tmp_path: Path):
        done = typeset("--lang", "xx", "themes")
        assert done.exit_code == 2
        assert "'xx' is none of en, ar." in done.err
        (tmp_path / "typeset.toml").write_text('lang = "xx"\n', "utf-8")
        done = typeset("themes")
        assert done.exit_code == 4
        assert "`lang` is `xx`" in done.err

    def test_the_next_run_speaks_its_own_language(self, typeset: Command):
        assert typeset("--lang", "ar", "lint", "a.txt").err != typeset("lint", "a.txt").err
        assert "Usage:" in typeset("lint", "--nothing").err


class TestWhatIsSaid:
    def test_a_finding_with_its_place_and_its_cure(self, typeset: Command, tmp_path: Path):
        (tmp_path / "خبر.txt").write_text("عنوان\n\nقال انه وصل , ثم غادر.\n", "utf-8")
        out = typeset("--lang", "ar", "lint", "خبر.txt", "--fail-on", "never").out
        assert f"{LEFT_TO_RIGHT}خبر.txt:3:12{POP}: تنبيه text/space-before-mark: مسافة قبل علامة ترقيم: " in out
        assert f"\n    اكتب: {FIRST_STRONG}" in out

    def test_json_says_it_in_the_language_of_the_run_and_keeps_its_words_for_machines(
        self, typeset: Command, tmp_path: Path
    ):
        (tmp_path / "a.txt").write_text("عنوان\n\nنص.\n", "utf-8")
        (article,) = json.loads(typeset("--lang", "ar", "lint", "a.txt", "--json").out)["articles"]
        (finding,) = (one for one in article["findings"] if one["id"] == "article/no-date")
        assert (finding["severity"], finding["message"]) == ("info", "ليس في البيان تاريخ.")

    def test_the_help_and_the_refusals_of_click(self, typeset: Command):
        page = typeset("--lang", "ar", "make", "--help").out
        assert page.startswith("الاستعمال: typeset-press make")
        assert "الخيارات:" in page
        assert "--edition" in page
        assert "Make the PDFs" not in page
        refused = typeset("--lang", "ar", "make", "--edtion", "x")
        assert refused.exit_code == 2
        assert "لا خيار باسم" in refused.err
        assert "--edition" in refused.err

    def test_a_folder_that_stands_is_told_in_the_language_of_the_run(self, typeset: Command, tmp_path: Path):
        (tmp_path / "in").mkdir()
        (tmp_path / "in" / "a.txt").write_text("عنوان\n\nبغداد – نص قصير فيه خبر واحد.\n", "utf-8")
        english = typeset("make", "in", "-o", "out", "--edition", "email").err
        arabic = typeset("--lang", "ar", "make", "in", "-o", "out", "--edition", "email").err
        assert "There is no date." in english
        assert "ليس في البيان تاريخ." in arabic
        assert "اكتب فوق العنوان سطرًا" in arabic

    def test_the_skeleton_is_in_the_language_that_was_asked_for(
        self, typeset: Command, monkeypatch: pytest.MonkeyPatch
    ):
        assert "lang: ar" in typeset("new", "-").out
        assert "lang: ar" in typeset("--lang", "ar", "new", "-").out
        assert "lang: en" in typeset("--lang", "en", "new", "-").out
        monkeypatch.setenv("LANG", "en_GB.UTF-8")
        assert "lang: ar" in typeset("new", "-").out, "the language of a machine is not that of its releases"

    def test_our_own_refusals_of_a_command_line(self, typeset: Command):
        assert "الخيار" in typeset("--lang", "ar", "make", "a.txt", "-o", "-", "--open").err
        assert "يبدو اسم ملف" in typeset("--lang", "ar", "make", "a.txt", "-o", "x.pdf").err

    def test_explain(self, typeset: Command):
        out = typeset("--lang", "ar", "explain", "text/tatweel").out
        assert out.startswith("text/tatweel (تنبيه)\n\nتطويل مكتوب باليد داخل كلمة.\n\n")
        assert "\nبعد " in out

    def test_a_report_reads_from_right_to_left(self, typeset: Command, release: Path):
        typeset("make", release, "-o", "out", "--edition", "email")
        page = typeset("--lang", "ar", "proof", next(Path("out").glob("*.pdf")), "--html").out
        assert '<html lang="ar" dir="rtl">' in page
        assert '<h2 id="checks">الفحوص</h2>' in page


class TestHowItIsSaid:
    @pytest.mark.parametrize(
        ("count", "words"),
        [
            (1, "خطأ واحد"),
            (2, "خطآن"),
            (3, "٣ أخطاء"),
            (10, "١٠ أخطاء"),
            (11, "١١ خطأ"),
            (100, "١٠٠ خطأ"),
            (103, "١٠٣ أخطاء"),
        ],
    )
    def test_plurals(self, count: int, words: str):
        assert ARABIC.say(Message("{count} error", "{count} errors", count=count)) == words

    def test_numbers_get_the_digits_of_the_reader(self):
        message = Message("The message has {shared_count:,} bytes and {place} takes at most {limit:,}.",
                          shared_count=12345, place="a.example", limit=1000)  # fmt: skip
        assert "١٢٬٣٤٥ بايت" in ARABIC.say(message)
        assert "12,345 بايت" in voice_for("ar_MA.UTF-8").say(message)
        assert "12,345 بايت" in voice_for("ar", House(digits=Digits.WESTERN)).say(message)

    @pytest.mark.parametrize(
        "sentence",
        [
            "No date.",
            Message("{path} is a folder.", path=Path("a")),
            Message("{count} error", "{count} errors", count=2),
            Message("{some}, {more}", some=Message("{near}?", near="a b c"), more=1.5),
        ],
    )
    def test_a_later_run_says_what_an_earlier_one_found(self, sentence: str):
        again = from_json(json.loads(json.dumps(as_json(sentence))))
        assert (again, ARABIC.say(again)) == (sentence, ARABIC.say(sentence))

    def test_a_program_asks_for_it(self):
        (finding,) = (one for one in typeset.lint("عنوان\n\nنص.\n") if one.id == "article/no-date")
        assert typeset.said(finding.message, "ar") == "ليس في البيان تاريخ."
        assert typeset.said(finding.message, "de") == str(finding.message) == "There is no date."

    def test_codes_keep_their_own(self):
        assert ARABIC.say(Message("exit code {code}", code="3")) == f"رمز الخروج {FIRST_STRONG}3{POP}"
        assert "U+0641" in ARABIC.say(Message("U+{ord:04X}{times}", ord=0x641, times=""))

    def test_what_is_not_ours_is_isolated_and_what_is_ours_is_said(self):
        message = Message("{some}, {more}", some=Message("text"), more="(a b)")
        assert ARABIC.say(message) == f"نص، {FIRST_STRONG}(a b){POP}"
        assert ARABIC.say(listed(["a", "b"])).count(FIRST_STRONG) == 2

    def test_a_moment_is_a_moment(self):
        until = datetime(2026, 1, 2, 10, 5)  # noqa: DTZ001 - that it has no zone is the matter
        said = ARABIC.say(Message("The embargo until {until:%H:%M} names no time zone.", until=until))
        assert "١٠:٠٥" in said

    @pytest.mark.parametrize(
        ("template", "runs"),
        [
            ("سمِّ مجلدًا بالخيار `-o`.", ["`-o`"]),
            ("احفظه بصيغة .docx، أو .txt.", [".docx", ".txt"]),
            ("(BleedBox) و[mail]", ["BleedBox"]),
            ("من المواد ({some})", []),
            ("تحت [mail] في typeset.toml", ["[mail]", "typeset.toml"]),
            ("اكتب `{key}: …` في سطر", ["`{key}: …`"]),
        ],
    )
    def test_latin_runs_are_set_from_left_to_right(self, template: str, runs: list[str]):
        words = isolated(template)
        assert [part.partition(POP)[0] for part in words.split(LEFT_TO_RIGHT)[1:]] == runs
        assert words.replace(LEFT_TO_RIGHT, "").replace(POP, "") == template

    def test_examples_of_commands_stay_as_they_are(self):
        said = paragraphs.spoken("Show the version and exit.\n\n\b\nExample:\n  typeset-press themes", ARABIC)
        assert said == "اعرض الإصدار وانتهِ.\n\n\b\nمثال:\n  typeset-press themes"
        assert paragraphs.spoken("As\nit is.", ENGLISH) == "As\nit is."


def every_article() -> Iterator[Path]:
    for folder in ("articles", "tests/cases/press/full", "tests/cases/press/english", "tests/cases/read"):
        yield from (file for file in sorted((ROOT / folder).rglob("*")) if file.suffix in {".txt", ".md", ".html"})


def test_no_finding_about_the_cases_is_said_in_english():
    findings = [finding for article in every_article() for finding in lint.run(article).findings]
    assert len(findings) > 100
    assert {said for one in findings for said in (one.message, one.hint) if said and ARABIC.say(said) == said} == set()


def test_english_loads_no_catalogue():
    code = "from typeset import cli; import sys; cli.run(['lint', 'a.txt']); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert not {"typeset.words.catalogue", "typeset.words.voice", "babel"} & set(done.stdout.split())
