"""The branches of filings: read in one call, moved step by step, merged into main.

One filing, one file, one branch (``docs/decisions/0003``). A decision is a function that is
given the branch as it is now and returns the step to write; it runs again when somebody else
was faster, so that what was acknowledged is never overwritten and never lost.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from records.branch import Branch, Move, Step
from records.errors import NotThere
from records.objects import Commit
from records.passes import View
from records.place import BRANCHES, Place
from records.quarter import Quarter
from records.repository import MAIN, Ref, Repository
from records.seal import Seal

Decide = Callable[[Branch | None, str], Move | None]
"""Given a branch (None: there is none) and the id of main's text at its path ('' for none),
say what to write. None writes nothing. What it raises reaches the caller."""

Settle = Callable[[Branch, str, str], Move]
"""Given a branch, and the ids of main's text where the filing started and now: the merge."""


class Branches:
    """All filings on their way; safe to share between threads and processes."""

    def __init__(self, repository: Repository, seal: Seal) -> None:
        """Work on a repository, with the seal that makes steps count."""
        self._repository = repository
        self._seal = seal

    # -- Reading -----------------------------------------------------------------------------

    def of_quarter(self, quarter: Quarter, owners: Iterable[str] = ()) -> dict[Place, Branch]:
        """Return every branch of a quarter, or those of some owners, in one call to git."""
        whose = [f"{BRANCHES}{quarter}/*/{owner}" for owner in owners]
        found = {}
        for ref in self._repository.refs(*(whose or [f"{BRANCHES}{quarter}/"])):
            place = Place.of_ref(ref.name)
            if place is not None:
                found[place] = self._read(place, ref)
        return found

    def at(self, place: Place) -> Branch | None:
        """Return the branch of a place as it is now, or None."""
        tip = self._repository.tip(place.ref)
        return self._read(place, Ref(place.ref, self._repository.commit(tip))) if tip else None

    def strays(self) -> list[str]:
        """Return branches below ``filings/`` that belong to no place."""
        refs = self._repository.refs(BRANCHES)
        return [ref.name for ref in refs if Place.of_ref(ref.name) is None]

    def steps(self, place: Place) -> list[Step]:
        """Return the whole history of a filing, oldest first, merges and reopenings included."""
        tip = self._repository.tip(place.ref)
        steps: list[Step] = []
        while tip:
            steps += self._life(place, tip)
            tip = steps[-1].trailers.get("Previous", "") if steps else ""
        return steps[::-1]

    def newest_steps(self, branch: Branch) -> Iterator[Step]:
        """Yield a filing's steps, newest first, back to where its last review began.

        Lazy: who stops after a few reads a few commits, and mostly they are in memory.
        """
        pushed = {commit.oid for commit in branch.pushed}
        oid = branch.tip
        while oid:
            commit = self._repository.commit(oid)
            sealed = self._sealed_for(branch.place, commit)
            if not sealed and oid not in pushed:
                return
            step = self._step(branch.place, commit, sealed=sealed)
            yield step
            kind = step.trailers.get("Step")
            if kind == "reopen":
                return
            oid = next(iter(commit.parents[1:] if kind == "merge" else commit.parents), "")

    def _life(self, place: Place, tip: str) -> list[Step]:
        """Return steps from a tip back to where the filing left main, newest first."""
        found: list[Step] = []
        bases: set[str] = set()
        start = tip
        while start:
            start = self._walk(place, start, found, bases)
        return found

    def _walk(self, place: Place, start: str, found: list[Step], bases: set[str]) -> str:
        """Add steps from a start backwards; return where to go on behind a merge, or ''."""
        for commit in self._repository.history(start):
            sealed = self._sealed_for(place, commit)
            if sealed:
                bases.add(commit.trailers.get("Base", ""))
            elif commit.oid in bases or self._seal.made(commit) or self._is_main(commit, found):
                break
            found.append(self._step(place, commit, sealed=sealed))
            step = commit.trailers.get("Step") if sealed else ""
            if step == "merge":
                return commit.parents[1]
            if step == "reopen":
                break  # below it is main; the life before stands behind "Previous"
        return ""

    def _is_main(self, commit: Commit, found: list[Step]) -> bool:
        """Tell whether a walk that has met no step that counts has reached main."""
        nobody = not any(step.trailers for step in found)
        return nobody and self._repository.is_ancestor(commit.oid, MAIN)

    def _step(self, place: Place, commit: Commit, *, sealed: bool) -> Step:
        trailers = commit.trailers if sealed else {}
        blob = trailers.get("Blob") or self._repository.blob_at(commit.oid, place.path) or ""
        return Step(commit.oid, commit.author, commit.written_at, commit.subject, blob, trailers)

    def _sealed_for(self, place: Place, commit: Commit) -> bool:
        said = commit.trailers
        named = (said.get("Quarter"), said.get("Project"), said.get("City"))
        ours = (str(place.quarter), place.project, place.owner)
        return named == ours and self._seal.made(commit)

    def _read(self, place: Place, ref: Ref) -> Branch:
        tip = ref.commit
        if self._sealed_for(place, tip):
            tip = self._half_merged(place, tip) or tip
            return Branch(
                place,
                tip.oid,
                tip.trailers.get("Blob", ""),
                tip.trailers.get("Base", ""),
                tip.trailers,
                tip.author,
                tip.written_at,
            )
        return self._read_pushed(place, tip)

    def _half_merged(self, place: Place, tip: Commit) -> Commit | None:
        """Return the merge of an approved text whose branch was left behind, or None.

        Git moves the references of a transaction one after another, main first: killed in
        between, it leaves the text merged and its branch where it was. The next step goes on
        from the merge.
        """
        if tip.trailers.get("State") != "approved":
            return None
        main = self._repository.tip(MAIN)
        blob = tip.trailers.get("Blob")
        if main is None or self._repository.blob_at(main, place.path) != blob:
            return None
        newest = self._repository.newest_change(main, place.path)
        merge = self._repository.commit(newest)
        ours = merge.parents[1:] == (tip.oid,) and self._sealed_for(place, merge)
        return merge if ours else None

    def _read_pushed(self, place: Place, tip: Commit) -> Branch:
        """Read a branch whose tip somebody pushed: fold it onto the last step that counts."""
        repository = self._repository
        pushed: list[Commit] = []
        last: Commit | None = None
        # All parents: who merges by hand may have put the filing's own line second.
        for commit in repository.history(tip.oid, without=MAIN, first_parent=False):
            if self._sealed_for(place, commit):
                last = commit
                break
            pushed.append(commit)
        base = last.trailers.get("Base", "") if last else ""
        if last is None:
            base = repository.fork_point(MAIN, tip.oid) or ""
            last = self._merge_below(place, base)
        return Branch(
            place,
            tip.oid,
            repository.blob_at(tip.oid, place.path) or "",
            base,
            last.trailers if last else {},
            tip.author,
            tip.written_at,
            tuple(pushed[::-1]),
        )

    def _merge_below(self, place: Place, fork: str) -> Commit | None:
        """Return the merge that a text was pushed onto, or None where it began without one."""
        newest = self._repository.newest_change(fork, place.path) if fork else ""
        commit = self._repository.commit(newest) if newest else None
        return commit if commit and self._sealed_for(place, commit) else None

    # -- Writing -----------------------------------------------------------------------------

    def advance(self, place: Place, decide: Decide) -> Branch | None:
        """Write the next step of a filing, and return its branch as it then is.

        A step that names no ``Base`` starts from main as it is.
        """

        def prepare(view: View) -> Branch | None:
            branch = self._seen(view, place)
            main = self._main(view)
            move = decide(branch, self._repository.blob_at(main, place.path) or "")
            if move is None:
                return branch
            if not move.trailers.get("Base"):
                move = replace(move, trailers={**move.trailers, "Base": main})
            return self._write(view, place, move, parents=(branch.tip if branch else main,))

        return self._repository.change(prepare)

    def reopen(self, place: Place, decide: Decide) -> Branch | None:
        """Write a step that starts anew from main as it is: main's tree, main's tip as parent."""

        def prepare(view: View) -> Branch | None:
            branch = self._seen(view, place)
            main = self._main(view)
            move = decide(branch, self._repository.blob_at(main, place.path) or "")
            if move is None:
                return branch
            trailers = {**move.trailers, "Base": main, "Previous": branch.tip if branch else ""}
            return self._write(view, place, replace(move, trailers=trailers), parents=(main,))

        return self._repository.change(prepare)

    def merge(self, places: Iterable[Place], decide: Settle) -> list[Branch]:
        """Merge filings into main, one two-parent commit each, all of them or none."""
        wanted = list(places)

        def prepare(view: View) -> list[Branch]:
            return [self._merge(view, place, decide) for place in wanted]

        return self._repository.change(prepare, main=True)

    def _merge(self, view: View, place: Place, decide: Settle) -> Branch:
        main = self._main(view)
        branch = self._seen(view, place)
        if branch is None:
            raise NotThere(f"{place.path} 還沒有人填報，沒有可以納入的文字。")
        at_start = self._repository.blob_at(branch.base, place.path) if branch.base else None
        now = self._repository.blob_at(main, place.path)
        move = decide(branch, at_start or "", now or "")
        tree = self._repository.put_files(
            self._repository.commit(main).tree, {place.path: branch.blob}
        )
        merged = self._commit(tree, (main, branch.tip), move, place, branch.blob)
        view.move(MAIN, merged.oid)
        view.move(place.ref, merged.oid)
        return self._read(place, Ref(place.ref, merged))

    def _write(self, view: View, place: Place, move: Move, parents: tuple[str, ...]) -> Branch:
        repository = self._repository
        parent = repository.commit(parents[0])
        tree = parent.tree
        if move.text is None:
            entry = repository.entry(tree, place.path)
            blob = entry.oid if entry else ""
        else:
            blob = repository.put("blob", move.text)
            tree = repository.put_files(tree, {place.path: blob})
        made = self._commit(tree, parents, move, place, blob)
        view.move(place.ref, made.oid)
        return self._read(place, Ref(place.ref, made))

    def _commit(
        self, tree: str, parents: tuple[str, ...], move: Move, place: Place, blob: str
    ) -> Commit:
        trailers: dict[str, str] = {
            **move.trailers,
            "Quarter": str(place.quarter),
            "Project": place.project,
            "City": place.owner,
            "Blob": blob,
        }
        return self._seal.commit(self._repository, tree, parents, move, trailers)

    def _seen(self, view: View, place: Place) -> Branch | None:
        tip = view.tip(place.ref)
        return self._read(place, Ref(place.ref, self._repository.commit(tip))) if tip else None

    @staticmethod
    def _main(view: View) -> str:
        tip = view.tip(MAIN)
        if tip is None:
            raise NotThere("紀錄庫還沒有任何紀錄，請先執行 hebao init。")
        return tip
