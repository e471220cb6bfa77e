"""Every limit: at it all is well, one more is refused, another network goes on, and later so does this one."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.http import HttpRequest
from django.test import Client, RequestFactory, override_settings

from advisor.models import CalendarFeed, User
from catalog.throttling import Limit, network_address, wait_for
from tests.advisor.path_rows import make_catalogue, make_path
from tests.at_once import run_at_once
from tests.factories import create_course, create_user

MOST = 2
PASSWORD = "a long enough one"
HERE, ELSEWHERE = "198.51.100.1", "203.0.113.7"


@dataclass(frozen=True)
class Case:
    """`setting` is what the environment tunes; `ask` makes one request by a client and from an address."""

    name: str
    setting: str
    ask: Callable[[Client, str], Any]
    window: int = 60
    by_account: bool = False
    is_open: bool = True


def get(path: str) -> Callable[[Client, str], Any]:
    return lambda client, address: client.get(path, REMOTE_ADDR=address)


def post(path: str, data: dict[str, Any], **extra: Any) -> Callable[[Client, str], Any]:
    return lambda client, address: client.post(path, data, REMOTE_ADDR=address, **extra)


def of_path(page: str) -> Callable[[Client, str], Any]:
    def ask(client: Client, address: str) -> Any:
        path = User.objects.get(pk=client.session["_auth_user_id"]).paths.get()
        return client.get(f"/paths/{path.pk}/{page}", REMOTE_ADDR=address)

    return ask


def upload(client: Client, address: str) -> Any:
    file = SimpleUploadedFile("data.json", b"{}", "application/json")
    return client.post("/account/import/", {"file": file}, REMOTE_ADDR=address)


def advice(client: Client, address: str) -> Any:
    return client.post("/api/v1/advise", "{}", content_type="application/json", REMOTE_ADDR=address)


def fetch_calendar(client: Client, address: str) -> Any:
    """Counted by the calendar: the other one is another path's."""
    token = CalendarFeed.objects.order_by("pk")[0 if address == HERE else 1].token
    return client.get(f"/calendar/{token}.ics", REMOTE_ADDR=address)


ANYBODY = {"email": "nobody@example.org"}
CASES = [
    Case("ask", "QUESTIONS_PER_MINUTE", get("/ask/?q=python")),
    Case("plan", "PLANS_PER_MINUTE", get("/plan/")),
    Case("saving a plan", "PLANS_PER_MINUTE", post("/plan/save/", {"token": "1"})),
    Case("correcting a plan", "PLANS_PER_MINUTE", post("/plan/adjust/", {"action": "known"})),
    Case("undoing a dismissal", "PLANS_PER_MINUTE", post("/start/dismissed/undo/", {"skill": "python"})),
    Case("question", "PLANS_PER_MINUTE", post("/start/goal/", {"answer": "deep"})),
    Case("start", "PLANS_PER_MINUTE", get("/start/")),
    Case("review", "PLANS_PER_MINUTE", get("/start/review/")),
    Case("targets", "PLANS_PER_MINUTE", post("/start/targets/", {})),
    Case("elsewhere", "PLANS_PER_MINUTE", get("/start/elsewhere/")),
    Case("short check", "PLANS_PER_MINUTE", get("/start/check/python/")),
    Case("answers given", "PLANS_PER_MINUTE", get("/start/with/?goal=deep")),
    Case("comparison", "PLANS_PER_MINUTE", get("/compare/?course=first&course=nets-course")),
    Case("comparison of two", "PLANS_PER_MINUTE", get("/compare/first-or-nets-course/")),
    Case("path", "PLANS_PER_MINUTE", of_path(""), is_open=False),
    Case("forecast", "PLANS_PER_MINUTE", of_path("forecast/"), is_open=False),
    Case("afterwards", "PLANS_PER_MINUTE", of_path("afterwards/"), is_open=False),
    Case("proposals", "PLANS_PER_MINUTE", get("/dashboard/proposals/"), is_open=False),
    Case("account export", "EXPORTS_PER_MINUTE", get("/account/export/"), by_account=True),
    Case("path as calendar", "EXPORTS_PER_MINUTE", of_path("calendar.ics"), by_account=True),
    Case("path as text", "EXPORTS_PER_MINUTE", of_path("text/"), by_account=True),
    Case("path as table", "EXPORTS_PER_MINUTE", of_path("table.csv"), by_account=True),
    Case("account import", "IMPORTS_PER_HOUR", upload, window=3600, by_account=True),
    Case("calendar feed", "CALENDAR_READS_PER_MINUTE", fetch_calendar),
    Case("API reads", "API_READS_PER_MINUTE", get("/api/v1/goals/")),
    Case("API advice", "API_ADVICE_PER_MINUTE", advice),
    Case("report", "REPORTS_PER_HOUR", post("/courses/first/report/", {"message": "Wrong."}), window=3600),
    Case("log-in", "login", post("/accounts/login/", {"login": "x", "password": "x"})),
    Case("sign-up", "signup", post("/accounts/signup/", {"email": "x"})),
    Case("code for a new password", "reset_password", post("/accounts/password/reset/", ANYBODY)),
]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[int], None]]:
    """Moves time on by seconds; begins with a window."""
    now = [time.time() // 3600 * 3600 + 1]
    monkeypatch.setattr(time, "time", lambda: now[0])

    def move(seconds: int) -> None:
        now[0] += seconds

    return move


def person() -> Client:
    """Logged in, with a path that has a calendar."""
    client, user = Client(), create_user()
    client.force_login(user)
    CalendarFeed.objects.create(path=make_path(user))
    return client


def set_limit(settings: LazySettings, case: Case) -> None:
    if case.setting.isupper():
        setattr(settings, case.setting, MOST)
    else:
        settings.ACCOUNT_RATE_LIMITS = {case.setting: f"{MOST}/m/ip"}


@pytest.mark.django_db
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_limit_holds(case: Case, settings: LazySettings, clock: Callable[[int], None]) -> None:
    make_catalogue()
    is_open = case.is_open and not case.by_account and case.name != "calendar feed"
    mine, other = (Client(), Client()) if is_open else (person(), person())
    set_limit(settings, case)
    assert [case.ask(mine, HERE).status_code == 429 for _ in range(MOST)] == [False] * MOST
    refused = case.ask(mine, HERE)
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= max(case.window, 900)
    assert case.ask(other, ELSEWHERE).status_code != 429
    clock(case.window)
    assert case.ask(mine, HERE).status_code != 429


def in_all(setting: str, ask: Callable[[Client, str], Any]) -> Any:
    return pytest.param(setting, ask, id=setting)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("setting", "ask"),
    [
        in_all("API_ADVICE_PER_MINUTE_IN_ALL", advice),
        in_all("REPORTS_PER_DAY_IN_ALL", post("/courses/first/report/", {"message": "Wrong."})),
    ],
)
def test_limit_of_everybody_holds_for_all_networks(
    setting: str, ask: Callable[[Client, str], Any], settings: LazySettings
) -> None:
    create_course(slug="first")
    setattr(settings, setting, MOST)
    found = [ask(Client(), f"198.51.100.{number}").status_code == 429 for number in range(MOST + 1)]
    assert found == [False] * MOST + [True]


@pytest.mark.django_db
def test_code_is_sent_to_one_address_a_few_times_whatever_the_network(mailoutbox: list[Any]) -> None:
    create_user(email="somebody@example.org")
    for number in range(7):
        for page in ("login/code", "password/reset"):
            address = f"198.51.100.{number}"
            Client().post(f"/accounts/{page}/", {"email": "somebody@example.org"}, REMOTE_ADDR=address)
    assert len(mailoutbox) == 10


@pytest.mark.django_db
def test_codes_for_log_in_are_sent_to_one_network_a_few_times(settings: LazySettings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"request_login_code": f"{MOST}/m/ip"}

    def ask(number: int, address: str) -> str:
        data = {"email": f"person-{number}@example.org"}
        return str(Client().post("/accounts/login/code/", data, follow=True, REMOTE_ADDR=address).content.decode())

    refused = ["Too many failed login attempts" in ask(number, HERE) for number in range(MOST + 1)]
    assert refused == [False] * MOST + [True]
    assert "Too many" not in ask(9, ELSEWHERE)


@pytest.mark.django_db
def test_password_is_guessed_a_few_times_whatever_the_network(client: Client) -> None:
    create_user(email="somebody@example.org", password=PASSWORD)

    def log_in(password: str, number: int) -> str:
        data = {"login": "somebody@example.org", "password": password}
        return client.post("/accounts/login/", data, REMOTE_ADDR=f"198.51.100.{number}").content.decode()

    assert all("Too many failed login attempts" not in log_in("wrong", number) for number in range(5))
    assert "Too many failed login attempts" in log_in(PASSWORD, 9)


@pytest.mark.django_db
def test_code_is_guessed_three_times(client: Client) -> None:
    create_user(email="somebody@example.org")
    client.post("/accounts/login/code/", {"email": "somebody@example.org"})
    pages = [client.post("/accounts/login/code/confirm/", {"code": f"WRONG{number}"}) for number in range(3)]
    assert [page.status_code for page in pages] == [200, 200, 302]
    assert client.get("/accounts/login/code/confirm/").status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "setting"), [("/accounts/login/", "login"), ("/ask/", "QUESTIONS_PER_MINUTE")])
@pytest.mark.parametrize(
    ("proxies", "forwarded"),
    [(1, "{claimed}, 198.51.100.1"), (2, "{claimed}, 198.51.100.1, 10.0.0.1"), (0, "{claimed}")],
)
def test_claimed_addresses_count_for_nothing(
    client: Client, settings: LazySettings, path: str, setting: str, proxies: int, forwarded: str
) -> None:
    """What stands before the address that our own proxy saw is the visitor's invention."""
    settings.TRUSTED_PROXIES = proxies
    set_limit(settings, Case("", setting, get(path)))
    ask = client.post if setting == "login" else client.get
    headers = [{"X-Forwarded-For": forwarded.format(claimed=f"203.0.113.{number}")} for number in range(MOST + 1)]
    assert [ask(path, headers=each).status_code == 429 for each in headers] == [False] * MOST + [True]


@pytest.mark.django_db
@pytest.mark.parametrize("forwarded", ["", "nonsense", "1.2.3.4:80", ",", "\u00e9", "::1" * 40])
def test_unreadable_addresses_are_no_error(client: Client, settings: LazySettings, forwarded: str) -> None:
    settings.TRUSTED_PROXIES = 2
    answer = client.post("/accounts/login/", {"login": "x"}, headers={"X-Forwarded-For": forwarded})
    assert answer.status_code in (200, 403)


@pytest.mark.django_db
def test_what_was_typed_can_be_sent_again(client: Client, settings: LazySettings) -> None:
    make_catalogue()
    settings.PLANS_PER_MINUTE = 1
    client.get("/start/goal/")
    html = client.post("/start/goal/", {"answer": '"><script>deep', "action": "plan"}).content.decode()
    assert 'name="answer" value="&quot;&gt;&lt;script&gt;deep"' in html
    assert 'name="action" value="plan"' in html
    assert "Try again in 1 minute." in html


@pytest.mark.django_db
def test_refused_log_in_repeats_no_password(client: Client, settings: LazySettings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    data = {"login": "somebody@example.org", "password": PASSWORD}
    pages = [client.post("/accounts/login/", data) for _ in range(2)]
    assert pages[1].status_code == 429
    assert PASSWORD not in pages[1].content.decode()


@pytest.mark.django_db(transaction=True)
def test_limit_is_shared_through_the_database() -> None:
    """Each thread has a connection to the cache of its own, as processes have."""
    cache = {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}
    with override_settings(CACHES={"default": cache, "pages": cache}):
        call_command("createcachetable")
        waits: list[int] = []
        for _ in range(3):
            assert run_at_once([lambda: waits.append(wait_for(Limit("shared", 2, 3600)))]) == []
        caches["default"].clear()
    assert waits[:2] == [0, 0]
    assert waits[2] > 0


def test_networks_of_ipv6_count_as_one(settings: LazySettings) -> None:
    def address(text: str) -> HttpRequest:
        return RequestFactory().get("/", REMOTE_ADDR=text)

    limit = Limit("networks", 1, 3600)
    texts = ("2001:db8::1", "2001:db8::2", "2001:db8:0:1::1")
    assert [wait_for(limit, network_address(address(text))) == 0 for text in texts] == [True, False, True]
