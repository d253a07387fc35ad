package dev.latchkey.waits;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.latchkey.Deadlock;
import dev.latchkey.Deadlock.Member;
import dev.latchkey.Owner;

/**
 * Finds deadlocks among waits: what leads to no wait is taken away until nothing is left
 * to take away; from each wait that is left, going on leads into a circle.
 */
final class Deadlocks {

	private Deadlocks() {
	}

	/**
	 * Find the circles.
	 * @param processes who waits for what
	 * @return each circle once, beginning with its longest wait
	 */
	static List<Deadlock> find(List<WaitingProcess> processes) {
		Map<Wait, List<Wait>> blockers = blockers(waits(processes));
		while (blockers.values().removeIf(List::isEmpty)) {
			blockers.values().forEach((waits) -> waits.retainAll(blockers.keySet()));
		}
		Set<Deadlock> circles = new LinkedHashSet<>();
		for (Wait start : blockers.keySet()) {
			circles.add(circle(start, blockers));
		}
		return List.copyOf(circles);
	}

	private static List<Wait> waits(List<WaitingProcess> processes) {
		List<Wait> waits = new ArrayList<>();
		for (WaitingProcess process : processes) {
			for (AnnouncedWait wait : process.waits()) {
				if (wait.thread() != null) {
					waits.add(new Wait(wait, member(process.process(), wait.thread(), wait)));
				}
			}
		}
		return waits;
	}

	private static Member member(Owner process, String thread, AnnouncedWait wait) {
		return new Member(process, thread, wait.place(), wait.lock(), wait.since(), wait.until());
	}

	/** Find which waits keep each wait from ending. */
	private static Map<Wait, List<Wait>> blockers(List<Wait> waits) {
		Map<Wait, List<Wait>> blockers = new HashMap<>();
		for (Wait wait : waits) {
			List<Wait> others = waits.stream()
				.filter((other) -> other.announced.holds().contains(wait.announced.lock().path()))
				.toList();
			blockers.put(wait, new ArrayList<>(others));
		}
		return blockers;
	}

	private static Deadlock circle(Wait start, Map<Wait, List<Wait>> blockers) {
		List<Wait> way = new ArrayList<>();
		Wait wait = start;
		while (!way.contains(wait)) {
			way.add(wait);
			wait = blockers.getOrDefault(wait, List.of()).get(0);
		}
		List<Member> members = new ArrayList<>(
				way.subList(way.indexOf(wait), way.size()).stream().map(Wait::member).toList());
		Member first = Collections.min(members,
				Comparator.comparing(Member::since)
					.thenComparing((member) -> member.process().pid())
					.thenComparing((member) -> member.lock().path()));
		Collections.rotate(members, -members.indexOf(first));
		return new Deadlock(members);
	}

	private record Wait(AnnouncedWait announced, Member member) {
	}

}
