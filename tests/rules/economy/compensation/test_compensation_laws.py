"""What holds of every scale, every lateness and every cap."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from rules.contract import ClockName, Criticality
from rules.contract.compensation_terms import (
    AmountPerUnit,
    Cap,
    Compensations,
    Cumulation,
    Denominator,
    Grace,
    KeptRateTerms,
    LateSteps,
    LateUnit,
    PercentPerUnit,
    ScaleLine,
    Spread,
    ValueFormula,
)
from rules.economy.compensation.amounts import priced
from rules.economy.compensation.caps import brought_down
from rules.economy.compensation.kept_rate import RatedClock, kept_rate
from rules.economy.compensation.lateness import Miss
from rules.economy.compensation.percentages import share
from rules.economy.compensation.settlement import settled

CLOCK, LEVEL = ClockName.RESOLUTION, Criticality.MAJEURE
DUE = date(2026, 3, 6)
TIMED = (LateUnit.OPENING_HOUR, LateUnit.HALF_DAY, LateUnit.OPENING_DAY)

percents = st.decimals(0, 100, places=2)
prices = st.one_of(
    st.builds(AmountPerUnit, st.integers(0, 100_000)),
    st.builds(ValueFormula, st.decimals(1, 1000, places=1), st.decimals(0, 3, places=2)),
    st.builds(PercentPerUnit, percents),
    st.builds(
        LateSteps,
        st.lists(st.tuples(st.integers(0, 600), percents), max_size=4).map(lambda steps: tuple(sorted(steps))),
    ),
)
lines = st.builds(
    ScaleLine,
    st.just((CLOCK,)),
    prices,
    unit=st.sampled_from(LateUnit),
    grace=st.builds(Grace, st.integers(0, 300), st.booleans()),
    begun=st.booleans(),
    day_minutes=st.integers(60, 600),
    free_days=st.integers(0, 3),
    cap=st.none() | st.integers(0, 100_000),
)
amounts = st.lists(st.integers(0, 1_000_000), min_size=1, max_size=12)


def weekday(day: date) -> bool:
    return day.weekday() < 5


def miss(late: int, excluded: int = 0, days: int = 0) -> Miss:
    return Miss("m", CLOCK, LEVEL, "A", Fraction(late), Fraction(excluded), DUE, DUE + timedelta(days=days))


@given(lines, st.integers(1, 5000), st.integers(0, 5000), st.integers(0, 60), st.integers(0, 60))
def test_a_penalty_grows_with_lateness(line: ScaleLine, late: int, more: int, days: int, further: int) -> None:
    sooner = priced(line, miss(late, days=days), 150_000, weekday)
    later = priced(line, miss(late + more, days=days + further), 150_000, weekday)
    assert 0 <= sooner.cents <= later.cents
    assert line.cap is None or later.cents <= line.cap


@given(lines, st.integers(0, 5000), st.integers(0, 500))
def test_a_penalty_is_nothing_when_the_excluded_time_covers_the_lateness(line: ScaleLine, late: int, more: int) -> None:
    if line.unit in TIMED or isinstance(line.price, LateSteps):
        assert priced(line, miss(late, late + more), 150_000, weekday).cents == 0


@given(amounts, st.integers(0, 2_000_000), st.sampled_from(Spread))
def test_capped_lines_add_up_to_the_cap_and_none_grows(amounts: list[int], cap: int, spread: Spread) -> None:
    cut = brought_down(amounts, cap, spread)
    assert sum(cut) == min(sum(amounts), cap)
    assert all(0 <= one <= whole for one, whole in zip(cut, amounts, strict=True))


@given(
    st.lists(st.tuples(st.integers(0, 100_000), st.sampled_from([None, "A", "B", "C"])), min_size=1, max_size=10),
    st.sampled_from(Cumulation),
    st.none() | st.integers(0, 100_000),
    st.none() | percents,
    st.none() | st.integers(0, 300_000),
    st.none() | st.integers(0, 100_000),
    st.integers(0, 300_000),
)
def test_no_cap_is_ever_exceeded(
    charged: list[tuple[int, str | None]],
    cumulation: Cumulation,
    anomaly: int | None,
    month: Decimal | None,
    contract: int | None,
    exemption: int | None,
    already: int,
) -> None:
    terms = Compensations(
        cumulation=cumulation,
        anomaly_cap=None if anomaly is None else Cap(anomaly),
        month_cap=None if month is None else Cap(percent=month),
        contract_cap=None if contract is None else Cap(contract),
        exemption=exemption,
    )
    found = settled(terms, [cents for cents, _ in charged], [name for _, name in charged], 150_000, already)
    for name in "ABC" if anomaly is not None else "":
        assert sum(cents for cents, (_, one) in zip(found.brute, charged, strict=True) if one == name) <= (anomaly or 0)
    assert all(net <= brute for net, brute in zip(found.net, found.brute, strict=True))
    assert month is None or sum(found.net) <= share(150_000, month)
    assert found.total.calculated >= 0
    assert contract is None or found.total.calculated <= contract
    assert found.total.net == sum(found.net)


@given(st.integers(0, 30), st.integers(0, 30))
def test_one_more_kept_clock_never_lowers_a_rate(kept: int, missed: int) -> None:
    due = datetime(2026, 2, 10, tzinfo=UTC)
    clocks = [RatedClock(f"k{rank}", due, due) for rank in range(kept + 1)]
    clocks += [RatedClock(f"m{rank}", due, due + timedelta(hours=1)) for rank in range(missed)]
    terms = KeptRateTerms(((Decimal(90), Decimal(0)), (Decimal(0), Decimal(10))), denominator=Denominator.SETTLED)
    span = datetime(2026, 2, 1, tzinfo=UTC), datetime(2026, 3, 1, tzinfo=UTC)
    fewer, more = (kept_rate(terms, some, *span, 150_000) for some in (clocks[1:], clocks))
    assert fewer.rate is None or (more.rate is not None and more.rate >= fewer.rate)
    assert more.cents <= fewer.cents or fewer.rate is None
