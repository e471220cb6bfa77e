import itertools
import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench import cp_sat, highs, planner_bench
from tests.bench.instances import KINDS, Instance, make_catalog, make_learner
from tests.bench.model import Answer, build_task, compile_catalog_model

SOLVERS = pytest.mark.parametrize("solve", [cp_sat.solve, highs.solve], ids=["cp-sat", "highs"])


def course(name: str, minutes: int, teaches: dict[str, int], **more: object) -> Instance:
    plain = {"price": 0, "rating": 500, "language": "en", "style": [], "requires": {}, "helps": {}}
    return {"id": name, "minutes": minutes, "teaches": teaches, **plain, **more}


def catalog(*courses: Instance, programs: tuple[Instance, ...] = ()) -> Instance:
    return {"skills": ["a", "b"], "max_level": 3, "courses": list(courses), "programs": list(programs)}


def objective(solve, instance: Instance, **learner: object) -> tuple[int, int, int]:
    answer = solve(build_task(compile_catalog_model(instance), {"levels": {}, **learner}), 20)
    assert answer.proved
    return answer.objective


@SOLVERS
def test_solver_takes_nothing_from_a_circle(solve):
    circle = catalog(
        course("x", 1, {"a": 1}, requires={"b": 1}),
        course("y", 1, {"b": 1}, requires={"a": 1}),
        course("z", 60, {"b": 1}),
    )
    assert objective(solve, circle, goal={"a": 1}) == (0, 0, 61)


@SOLVERS
def test_solver_pays_for_help_that_comes_too_late(solve):
    # Each helps the other; only one of them can come first.
    pair = catalog(course("x", 10, {"a": 1}, helps={"b": 1}), course("y", 10, {"b": 1}, helps={"a": 1}))
    assert objective(solve, pair, goal={"a": 1, "b": 1}, weights={"help": 7}) == (0, 0, 27)


@SOLVERS
def test_solver_gives_up_levels_for_a_pin_within_a_budget(solve):
    shop = catalog(course("x", 1, {"a": 1}, price=300), course("y", 1, {"b": 3}, price=300))
    asked = {"goal": {"b": 3}, "pinned": ["x"], "budget": 500}
    assert objective(solve, shop, **asked) == (0, 3, 1)


@SOLVERS
def test_solver_pays_a_program_once_and_keeps_its_order(solve):
    parts = (course("x", 5, {"a": 1}), course("y", 5, {"b": 1}))
    sold = {"id": "p", "parts": ["x", "y"], "fee": 100, "standalone": []}
    asked = {"goal": {"b": 1}, "weights": {"cent": 1}}
    assert objective(solve, catalog(*parts, programs=(sold,)), **asked) == (0, 0, 110)


@SOLVERS
def test_solver_counts_surcharges(solve):
    rivals = catalog(course("x", 5, {"a": 1}), course("y", 9, {"a": 1}))
    assert objective(solve, rivals, goal={"a": 1}, surcharges={"x": 7}) == (0, 0, 9)


@SOLVERS
def test_solver_pays_a_price_of_the_learners_within_a_program_too(solve):
    parts = (course("x", 5, {"a": 1}, price=500), course("y", 5, {"b": 1}, price=500))
    sold = {"id": "p", "parts": ["x", "y"], "fee": 100, "standalone": ["x"]}
    shop = catalog(*parts, programs=(sold,))
    asked = {"goal": {"b": 1}, "weights": {"cent": 1}, "prices": {"x": 20, "y": 30}}
    assert objective(solve, shop, **asked) == (0, 0, 160)
    assert objective(solve, shop, **asked, budget=149) == (0, 1, 0)
    assert objective(solve, shop, **{**asked, "goal": {"a": 1}, "filters": {"free_only": True}}) == (0, 1, 0)


@SOLVERS
def test_solver_asks_nothing_that_is_dismissed(solve):
    shop = catalog(course("x", 5, {"a": 1}, requires={"b": 2}), course("y", 5, {"a": 1}, helps={"b": 1}))
    asked = {"goal": {"a": 1}, "weights": {"help": 7}}
    assert objective(solve, shop, **asked) == (0, 0, 12)
    assert objective(solve, shop, **asked, dismissed=[["x", "b"]]) == (0, 0, 5)
    assert objective(solve, shop, **asked, dismissed=[["y", "b"]]) == (0, 0, 5)


def test_solvers_and_planner_agree_on_what_only_the_product_asks():
    made = make_catalog(30, 5)
    rng = random.Random("extras")
    learners = []
    for number in range(12):
        some = rng.sample(made["courses"], 10)
        extras = {
            "surcharges": {course["id"]: rng.choice((600, 6000)) for course in some[:6]},
            "prices": {course["id"]: rng.choice((0, 1500, 4900)) for course in some[3:]},
            "dismissed": [[course["id"], skill] for course in some[:4] for skill in course["requires"]],
        }
        learners.append({**make_learner(made, number), **extras})
    result = planner_bench.run("extras", [(made, learners)], 20)
    assert (result.agreeing, result.faults) == (12, [])


def test_shipped_catalogue_has_learners_of_every_goal_and_kind(tmp_path: Path):
    # In a process of its own: it sets up Django with a database that lasts no longer.
    subprocess.run([sys.executable, "-m", "tests.bench.shipped", str(tmp_path)], check=True)
    made, learners = planner_bench.read_files(tmp_path / "shipped.json", tmp_path / "shipped.jsonl")
    assert len(learners) == 60
    assert len({json.dumps(learner["goal"]) for learner in learners}) > 10
    assert any(learner["budget"] is not None for learner in learners)
    assert any(learner["surcharges"] for learner in learners)
    assert any(learner["prices"] for learner in learners)
    held = sorted(sum(learner["levels"].values()) for learner in learners)
    assert held[0] < 10 < 40 < held[-1]
    result = planner_bench.run("shipped", [(made, learners[::6])], 20)
    assert (result.agreeing, result.faults) == (10, [])


def test_instances_repeat_and_have_every_kind():
    made = make_catalog(100, 3)
    learners = [make_learner(made, seed) for seed in range(60)]
    assert (made, learners) == (make_catalog(100, 3), [make_learner(make_catalog(100, 3), n) for n in range(60)])
    assert len(made["courses"]) == 100
    assert made["programs"]
    assert any(learner["budget"] is not None for learner in learners), KINDS
    assert any(learner["pinned"] for learner in learners)
    assert any(learner["filters"]["languages"] for learner in learners)


def test_bench_agrees_on_small_catalogues(capsys: pytest.CaptureFixture[str]):
    assert planner_bench.main(["--sizes", "12,30", "--count", "6"]) == 0
    assert "| 30 | 6 | 6/6 |" in capsys.readouterr().out


def test_bench_reads_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    made = make_catalog(30, 9)
    (tmp_path / "c.json").write_text(json.dumps(made))
    (tmp_path / "l.jsonl").write_text("\n".join(json.dumps(make_learner(made, seed)) for seed in (1, 2)) + "\n")
    files = ["--catalog", str(tmp_path / "c.json"), "--learners", str(tmp_path / "l.jsonl")]
    assert planner_bench.main([*files, "--sizes", ""]) == 0
    assert "| c, 30 | 2 | 2/2 |" in capsys.readouterr().out


@pytest.mark.parametrize("shift", [-1, 1])
def test_bench_fails_when_a_solver_proves_another_optimum(shift: int, monkeypatch: pytest.MonkeyPatch):
    def wrong(task, seconds):
        pins, levels, points = highs.solve(task, seconds).objective
        return Answer((pins, levels, points + shift), proved=True)

    monkeypatch.setitem(planner_bench.SOLVERS, "HiGHS", wrong)
    assert planner_bench.main(["--sizes", "30", "--count", "1"]) == 1


def test_bench_counts_a_time_limit_as_unproved(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.setitem(planner_bench.SOLVERS, "HiGHS", lambda task, seconds: Answer(None, proved=False))
    assert planner_bench.main(["--sizes", "30", "--count", "2"]) == 0
    row = capsys.readouterr().out.splitlines()[2]
    assert "(2)" in row
    assert ">" in row


def test_percentile_is_the_nearest_rank():
    times = [float(n) for n in itertools.chain(range(10, 20), range(10))]
    assert [planner_bench.percentile(times, share) for share in (0.5, 0.95, 1)] == [9, 18, 19]
