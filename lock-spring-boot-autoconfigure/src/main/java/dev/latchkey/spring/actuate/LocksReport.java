/*
 * Copyright 2026 the Latchkey authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package dev.latchkey.spring.actuate;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import dev.latchkey.Deadlock;
import dev.latchkey.LatchkeyException;
import dev.latchkey.LockCaller;
import dev.latchkey.LockHold;
import dev.latchkey.LockHolder;
import dev.latchkey.LockId;
import dev.latchkey.LockInspection;
import dev.latchkey.LockType;
import dev.latchkey.LockWait;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.holders.LockHolders;
import dev.latchkey.internal.waits.WaitInspection;
import dev.latchkey.keyed.MutationSerializer;
import dev.latchkey.order.LockTiers;
import dev.latchkey.spring.actuate.LocksDescriptor.DeadlockDescriptor;
import dev.latchkey.spring.actuate.LocksDescriptor.HoldDescriptor;
import dev.latchkey.spring.actuate.LocksDescriptor.KeyedDescriptor;
import dev.latchkey.spring.actuate.LocksDescriptor.LockDescriptor;
import dev.latchkey.spring.actuate.LocksDescriptor.MemberDescriptor;
import dev.latchkey.spring.actuate.LocksDescriptor.ProcessDescriptor;
import dev.latchkey.spring.actuate.LocksDescriptor.TiersDescriptor;
import dev.latchkey.spring.actuate.LocksDescriptor.WaitDescriptor;

/**
 * One answer of the endpoint. The kernel's table is read once for the claims, and once
 * for all else.
 */
final class LocksReport {

	private static final int DEEPEST_STACK = 64;

	private final LockBeans beans;

	private final boolean showValues;

	private final LockHolders table;

	private final HolderReport holderReport;

	private final WaitInspection waits;

	private final boolean deadlocksAreKnown;

	private final WaiterReport waiters;

	LocksReport(LockBeans beans, boolean showValues) {
		this.beans = beans;
		this.showValues = showValues;
		this.table = new LockHolders(beans.runtime());
		this.holderReport = new HolderReport(showValues);
		WaitInspection waits;
		boolean known = false;
		try {
			waits = beans.waitRegistry().inspect();
			known = true;
		}
		catch (RuntimeException ex) {
			waits = new WaitInspection(List.of(), List.of(), problem(ex));
		}
		this.waits = waits;
		this.deadlocksAreKnown = known;
		this.waiters = new WaiterReport(waits.processes(), this.table, this.holderReport);
	}

	LocksDescriptor of(LocksQuery query) {
		boolean stacks = query.stacks() && this.showValues;
		return new LocksDescriptor(process(),
				this.beans.activeLocks()
					.holds()
					.stream()
					.filter((hold) -> query.includes(hold.id()))
					.map((hold) -> hold(hold, stacks))
					.toList(),
				this.beans.activeLocks()
					.waits()
					.stream()
					.filter((wait) -> query.includes(wait.id()))
					.map((wait) -> wait(wait, stacks))
					.toList(),
				directory().of(query), deadlocks(), tiers(), keyed(),
				DaemonReport.of(this.beans.instance(), this.beans.stateFile()));
	}

	/**
	 * Looks at one lock of the directory, or of a registry.
	 * @param file the lock's file
	 * @return the lock, or {@code null} if there is no such file, or if it is a lock of a
	 * registry that this process does not hold
	 */
	@Nullable LockDescriptor of(LockFile file) {
		return (file.type() != LockType.REGISTRY) ? directory().of(file)
				: this.beans.activeLocks()
					.holds()
					.stream()
					.filter((hold) -> LockFile.of(hold.id().path(), hold.id().type()).equals(file))
					.findFirst()
					.map(this::ours)
					.orElse(null);
	}

	private LockDescriptor ours(LockHold hold) {
		LockFile file = shown(hold.id());
		return new LockDescriptor(file.type().label(), file.name(), file.key(), path(file), "held", null,
				this.holderReport.of(List.of(this.beans.runtime().self())), hold.acquiredAt(), null, null, null,
				this.waiters.of(hold.id().path()));
	}

	private DirectoryReport directory() {
		return new DirectoryReport(this.beans, this.showValues, this.table, this.holderReport, this.waiters,
				this.waits.problem());
	}

	private ProcessDescriptor process() {
		LockRuntime runtime = this.beans.runtime();
		LockHolder self = runtime.self();
		return new ProcessDescriptor(self.pid(), self.startedAt(), this.holderReport.command(self), runtime.host(),
				this.holderReport.user(self), runtime.platformName(), runtime.degraded());
	}

	private HoldDescriptor hold(LockHold hold, boolean stacks) {
		LockFile file = shown(hold.id());
		return new HoldDescriptor(file.type().label(), file.name(), file.key(), path(file), hold.acquiredAt(),
				file.type().hasFencingTokens() ? hold.fencingToken() : null, thread(hold.acquiredBy()),
				hold.acquiredBy().callSite(), stacks ? stack(hold.acquiredBy()) : null,
				this.waiters.of(hold.id().path()));
	}

	private WaitDescriptor wait(LockWait wait, boolean stacks) {
		LockFile file = shown(wait.id());
		return new WaitDescriptor(file.type().label(), file.name(), file.key(), path(file), thread(wait.caller()),
				wait.caller().callSite(), wait.since(), wait.until(), this.holderReport.of(holders(wait.id())),
				stacks ? stack(wait.caller()) : null);
	}

	private static @Nullable String path(LockFile file) {
		return (file.type() != LockType.REGISTRY) ? file.shownPath() : null;
	}

	/** As the directory's part finds them. Registries do not report them. */
	private List<LockHolder> holders(LockId id) {
		return switch (id.type()) {
			case REGISTRY -> List.of();
			case HELD_FILE -> holders(() -> this.beans.heldFiles().lock(id.path()).inspect(this.table));
			case NAMED -> isInDirectory(id) ? holders(() -> this.beans.named().ofFile(id.path()).inspect(this.table))
					: this.table.of(id.path());
			case CLAIM, PACK, WRITER, PID_FILE -> this.table.of(id.path());
		};
	}

	private boolean isInDirectory(LockId id) {
		return this.beans.named().path().equals(id.path().getParent());
	}

	private static List<LockHolder> holders(Supplier<LockInspection> inspection) {
		try {
			LockInspection found = inspection.get();
			return found.isHeld() ? found.holders() : List.of();
		}
		catch (LatchkeyException ex) {
			// The directory cannot be read; its part of the answer has the problem.
			return List.of();
		}
	}

	/**
	 * Describes a failure.
	 * @param ex what was thrown
	 * @return its message, which is enough for our own exceptions
	 */
	static @Nullable String problem(Exception ex) {
		return (ex instanceof LatchkeyException) ? ex.getMessage() : ex.toString();
	}

	private static @Nullable String thread(LockCaller caller) {
		return (caller.thread() != null) ? caller.thread().getName() : null;
	}

	private static @Nullable List<String> stack(LockCaller caller) {
		return (caller.thread() == null) ? null
				: Arrays.stream(caller.thread().getStackTrace())
					.limit(DEEPEST_STACK)
					.map(StackTraceElement::toString)
					.toList();
	}

	private @Nullable List<DeadlockDescriptor> deadlocks() {
		return this.deadlocksAreKnown ? this.waits.deadlocks().stream().map(this::deadlock).toList() : null;
	}

	private DeadlockDescriptor deadlock(Deadlock deadlock) {
		return new DeadlockDescriptor(deadlock.isTemporary(), deadlock.until(),
				deadlock.members().stream().map(this::member).toList());
	}

	private MemberDescriptor member(Deadlock.Member member) {
		LockFile file = shown(member.lock());
		return new MemberDescriptor(this.holderReport.of(member.process()), member.thread(), member.callSite(),
				file.type().label(), file.name(), file.key(), path(file), member.since(), member.until());
	}

	private @Nullable TiersDescriptor tiers() {
		LockTiers tiers = this.beans.tiers().get().orElse(null);
		return (tiers != null)
				? new TiersDescriptor(tiers.enforcement().name().toLowerCase(Locale.ROOT), tiers.violations()) : null;
	}

	private @Nullable KeyedDescriptor keyed() {
		MutationSerializer serializer = this.beans.serializer().get().orElse(null);
		if (serializer == null) {
			return null;
		}
		Map<String, Integer> waiting = serializer.waitingTasks();
		int tasks = waiting.values().stream().mapToInt(Integer::intValue).sum();
		return new KeyedDescriptor(waiting.size(), tasks, this.showValues ? waiting : null);
	}

	private LockFile shown(LockId id) {
		LockFile file = LockFile.of(id.path(), id.type());
		if (this.showValues) {
			return file;
		}
		boolean inDirectory = this.beans.directory().path().equals(file.path().getParent());
		return (inDirectory || id.type() == LockType.REGISTRY) ? file.masked() : file.masked().withoutDirectory();
	}

}
