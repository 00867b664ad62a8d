"""Problems: the base of every fact that a person must be told about.

問題 on the page. The text of a problem is one zh-Hant sentence that says what to do next;
its attributes are for the program. HTTP statuses and exit codes live further up.
"""


class Problem(Exception):  # noqa: N818 - what a person meets is a problem, not an error of ours
    """A fact that stops the work, told in one zh-Hant sentence."""


class AnswerIsNo(Problem):
    """The question was a good one, and its answer is no; the command line ends with 1."""


class BadRecord(Problem):
    """A record does not say what its schema asks for.

    ``path`` is the record's place in the archive, ``line`` counts from 1 (0: the whole file).
    """

    def __init__(self, sentence: str, *, path: str = "", line: int = 0) -> None:
        """Keep where it is; put the place before the sentence."""
        self.path, self.line, self.sentence = path, line, sentence
        place = " ".join(filter(None, (path, f"第 {line} 行" if line else "")))
        super().__init__(f"{place}：{sentence}" if place else sentence)

    def at(self, path: str) -> "BadRecord":
        """Return the same fact, with the file it was found in."""
        return type(self)(self.sentence, path=path, line=self.line)


class TooLarge(BadRecord):
    """A record is beyond a documented limit."""


class NewerSchema(Problem):
    """The archive was written by a newer program."""


class NotThere(Problem):
    """A quarter, project, filing or revision that the archive does not hold."""
