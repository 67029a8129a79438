"""Bytes that come in pieces, late or never, and the requests that are in them."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.server.arrival import LARGEST_HEAD, Arrival, Unreadable, Whole

LARGEST = 100
GET = b"GET /en/ HTTP/1.1\r\nHost: rain.example\r\n\r\n"
HEAD = b"POST /en/checkin HTTP/1.1\r\nHost: rain.example\r\nContent-Length: %d\r\n\r\n"

requests = st.lists(
    st.just(GET) | st.binary(max_size=LARGEST).map(lambda body: HEAD % len(body) + body),
    max_size=6,
)


def taken(pieces: list[bytes]) -> list[Whole]:
    arrival, found = Arrival(LARGEST), []
    for piece in pieces:
        arrival.add(piece)
        while request := arrival.take():
            found.append(request)
    return found


@given(requests, st.lists(st.integers(0, 800)))
def test_however_requests_are_cut_the_same_come_out(sent: list[bytes], cuts: list[int]) -> None:
    stream = b"".join(sent)
    edges = sorted({0, len(stream), *(cut for cut in cuts if cut < len(stream))})
    pieces = [stream[a:b] for a, b in pairwise(edges)]
    # Empty lines between requests belong to neither; a body keeps those it begins with.
    assert [whole.raw for whole in taken(pieces)] == sent


@given(st.lists(st.binary(max_size=80), max_size=30))
def test_no_bytes_come_out_that_did_not_come_in_and_none_twice(pieces: list[bytes]) -> None:
    try:
        found = taken(pieces)
    except Unreadable:
        return
    assert sum(len(whole.raw) for whole in found if not whole.last) <= sum(map(len, pieces))


@pytest.mark.parametrize("missing", [1, 20, 60, 90])
def test_half_a_request_is_no_request(missing: int) -> None:
    assert taken([(HEAD % 9 + b"minutes=5")[:-missing]]) == []


def test_of_a_body_that_is_too_large_the_head_alone_comes_out_and_says_that_it_is_the_last() -> (
    None
):
    [request] = taken([HEAD % (LARGEST + 1)])
    assert request.last
    assert request.raw == (HEAD % (LARGEST + 1)).replace(
        b"HTTP/1.1\r\n", b"HTTP/1.1\r\nConnection: close\r\n"
    )


def test_a_head_without_end_is_refused_when_it_is_longer_than_any_of_ours() -> None:
    arrival = Arrival(LARGEST)
    arrival.add(b"GET / HTTP/1.1\r\nX: " + b"x" * (LARGEST_HEAD - 100))
    assert arrival.take() is None
    arrival.add(b"x" * 100)
    with pytest.raises(Unreadable) as refused:
        arrival.take()
    assert refused.value.status == 431


def test_a_body_that_does_not_say_how_long_it_is_is_refused() -> None:
    arrival = Arrival(LARGEST)
    arrival.add(b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n")
    with pytest.raises(Unreadable) as refused:
        arrival.take()
    assert refused.value.status == 411


def test_lines_that_end_as_none_should_are_an_end_too_so_that_gunicorn_can_refuse_them() -> None:
    assert [whole.raw for whole in taken([b"GET / HTTP/1.1\nHost: x\n\n"])] == [
        b"GET / HTTP/1.1\nHost: x\n\n"
    ]
