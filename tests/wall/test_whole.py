"""The wall as a whole: random days of a task force, and after each step every way out against a naive model.

`naive.py` says who may see what, written from the design alone; `playing.py` and the verbs play the same days
with the product. A difference either way fails: what leaks, and what is missing.

A step costs 50 ms of one of two busy cores. Each time 50 runs of 200 steps are played, in parts that workers share;
`script/test --long` plays 250, others each time, and then against walls with one hole.
"""

from __future__ import annotations

import logging
import os
from collections import Counter
from collections.abc import Iterator

import pytest
from django.conf import settings as django_settings
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from tests.wall.looking import WAYS, knock, look
from tests.wall.mutants import MUTANTS, Mutant, weakened
from tests.wall.playing import MODELS, Play
from tests.wall.verbs import SEATS, SHARED
from tests.wall.verbs_law import LAW
from tests.wall.verbs_services import COPIES, SERVICES, TABLE

LONG = bool(os.environ.get("ECM_TESTS_LONG"))
PARTS = 5
RUNS, STEPS = (50 if LONG else 10), 200  # of each part
DOOR = 0.06  # of all steps knock at the front door as well: that costs five times as much as SQL
VERBS = (*SHARED, *LAW, *SERVICES, *COPIES, *TABLE, *SEATS)
SEEDS = st.integers(0, 9999)


class Days(RuleBasedStateMachine):
    """Days of a task force, one verb a step."""

    keeping: set[str] = set()
    part = 0

    def __init__(self) -> None:
        super().__init__()
        self.play, self.steps = Play(), 0

    def teardown(self) -> None:
        self.play.close(self.keeping)

    def _act(self, verbs: tuple, seed: int) -> None:
        play, self.steps = self.play, self.steps + 1
        play.random.seed(f"{self.part} {seed} {self.steps}")  # drawn numbers are often the same small ones
        play.do(play.random.choice(verbs))
        look(play, play.any_hat())
        if play.random.random() < DOOR:
            knock(play, play.any_hat(), play.random.choice(WAYS))

    @initialize(seed=SEEDS)
    def a_first_week(self, seed: int) -> None:
        """Something of everything but what people hold, so that the first step has something to be about."""
        for number, verb in enumerate((*SHARED, *LAW, *SERVICES, *COPIES, *TABLE)):
            self.play.random.seed(f"{self.part} {seed} week {number}")
            self.play.do(verb)

    @rule(seed=SEEDS)
    def anything(self, seed: int) -> None:
        """By its name the first rule, and so the only one of the first run, which Hypothesis keeps simple."""
        self._act(VERBS, seed)

    @rule(seed=SEEDS)
    def shared(self, seed: int) -> None:
        self._act(SHARED, seed)

    @rule(seed=SEEDS)
    def law(self, seed: int) -> None:
        self._act(LAW, seed)

    @rule(seed=SEEDS)
    def services(self, seed: int) -> None:
        self._act(SERVICES, seed)

    @rule(seed=SEEDS)
    def copies(self, seed: int) -> None:
        self._act(COPIES, seed)

    @rule(seed=SEEDS)
    def table(self, seed: int) -> None:
        self._act(TABLE, seed)

    @rule(seed=SEEDS)
    def seats(self, seed: int) -> None:
        self._act(SEATS, seed)

    @rule(days=st.sampled_from((1, 2, 3, 5, 9)), seed=SEEDS)
    def days_go_by(self, days: int, seed: int) -> None:
        self.play.pass_days(days)
        self._act(VERBS, seed)


def play_days(runs: int, part: int = 0) -> None:
    """That many runs, the same ones for the same part, unless for long; raises AssertionError at the first
    difference, which names the hat and the record.

    Nothing is shrunk: each try would play a game anew, for minutes, and the difference tells enough.
    """
    run_state_machine_as_test(
        Days if LONG else seed(part)(type("Days", (Days,), {"part": part})),
        settings=settings(
            max_examples=runs,
            stateful_step_count=STEPS,
            phases=(Phase.generate,),
            deadline=None,
            database=None,
            print_blob=True,
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.fixture
def days(house: None, shipped: set[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A house to play in, without the log of what was refused."""
    monkeypatch.setattr(django_settings, "ECM_SECOND_FACTOR_REQUIRED", False)
    monkeypatch.setattr(Days, "keeping", shipped)
    monkeypatch.setattr(Play, "done", Counter())
    monkeypatch.setattr(Play, "played", set())
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.rule("R1", "R2")
@pytest.mark.parametrize("part", range(PARTS))
def test_every_way_out_agrees_with_the_naive_model(days: None, part: int) -> None:
    play_days(RUNS, part)


def test_every_verb_of_the_game_is_done_and_every_model_played(days: None) -> None:
    """A verb that is always refused proves nothing, nor does a model without a row."""
    game, left = Days(), {verb.__name__: verb for verb in VERBS}
    game.a_first_week(seed=0)
    for step in range(4000):
        left = {name: verb for name, verb in left.items() if not Play.done[name]}
        if not left and Play.played == set(MODELS):
            break
        if step % 20 == 19:
            game.play.pass_days(1)
        game.play.random.seed(f"every verb {step}")
        game.play.do(game.play.random.choice((*left.values(), game.play.random.choice(VERBS))))
    game.teardown()

    assert not left
    assert Play.played == set(MODELS)


@pytest.mark.long
@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_a_wall_with_one_hole_is_found_out(days: None, mutant: Mutant) -> None:
    with weakened(mutant), pytest.raises(AssertionError, match=r"leaks|counts|finds|hidden|names"):
        play_days(50)
