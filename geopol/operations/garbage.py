"""Python's collector of garbage, in processes that serve pages."""

import gc


def leave_what_is_loaded() -> None:
    """Let the collector look no more through what the program itself is made of.

    A page makes objects by the ten thousand, upon which Python looks through all there are
    for what may go: a tenth of a long page's time, and of one in some the double.
    """
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
