package dev.latchkey.spring;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.BeanCurrentlyInCreationException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;

import dev.latchkey.Deadlock;
import dev.latchkey.LatchkeyException;
import dev.latchkey.LockHold;
import dev.latchkey.LockHolder;
import dev.latchkey.LockId;
import dev.latchkey.LockListener;
import dev.latchkey.LockOrderException;
import dev.latchkey.LockWait;

/**
 * The listeners among the beans of an application. They are looked up when the first of
 * them is needed, so that a listener may use beans that use locks.
 *
 * <p>
 * What happens while a listener is being created is kept, and reported in order as soon
 * as the listener exists.
 */
public final class LockListenerBeans implements SmartInitializingSingleton {

	private final ObjectProvider<LockListener> beans;

	private final List<Consumer<LockListener>> kept = new ArrayList<>();

	private volatile @Nullable LockListener listener;

	/**
	 * Create an instance that looks nothing up yet.
	 * @param beans the listeners
	 */
	public LockListenerBeans(ObjectProvider<LockListener> beans) {
		this.beans = beans;
	}

	/**
	 * Returns the listener that stands for all. It is no bean, because it would be one of
	 * those that it calls.
	 * @return the listener
	 */
	public LockListener listener() {
		return new All();
	}

	/** A listener that cannot be made fails the start, also when beans are lazy. */
	@Override
	public void afterSingletonsInstantiated() {
		tell((listener) -> {
		});
	}

	private void tell(Consumer<LockListener> event) {
		LockListener listener = this.listener;
		if (listener == null) {
			listener = find(event);
		}
		if (listener != null) {
			event.accept(listener);
		}
	}

	private @Nullable LockListener find(Consumer<LockListener> event) {
		LockListener found = lookUp();
		synchronized (this.kept) {
			if (this.listener == null) {
				if (found == null) {
					this.kept.add(event);
					return null;
				}
				this.kept.forEach((missed) -> missed.accept(found));
				this.kept.clear();
				this.listener = found;
			}
			return this.listener;
		}
	}

	/** Called without the monitor: beans may be created, and wait for other threads. */
	private @Nullable LockListener lookUp() {
		try {
			return LockListener.of(this.beans.orderedStream().toList());
		}
		catch (BeanCreationException ex) {
			if (ex.contains(BeanCurrentlyInCreationException.class)) {
				return null;
			}
			throw ex;
		}
	}

	private final class All implements LockListener {

		@Override
		public void waiting(LockWait wait) {
			tell((listener) -> listener.waiting(wait));
		}

		@Override
		public void waitEnded(LockWait wait) {
			tell((listener) -> listener.waitEnded(wait));
		}

		@Override
		public void timedOut(LockId id, Duration waited) {
			tell((listener) -> listener.timedOut(id, waited));
		}

		@Override
		public void acquired(LockHold hold) {
			tell((listener) -> listener.acquired(hold));
		}

		@Override
		public void released(LockHold hold) {
			tell((listener) -> listener.released(hold));
		}

		@Override
		public void lost(LockHold hold, String reason) {
			tell((listener) -> listener.lost(hold, reason));
		}

		@Override
		public void stalled(LockId id, List<LockHolder> owners) {
			tell((listener) -> listener.stalled(id, owners));
		}

		@Override
		public void staleBroken(LockId id, LockHolder owner) {
			tell((listener) -> listener.staleBroken(id, owner));
		}

		@Override
		public void warning(LockId id, LatchkeyException problem) {
			tell((listener) -> listener.warning(id, problem));
		}

		@Override
		public void outOfOrder(LockOrderException problem) {
			tell((listener) -> listener.outOfOrder(problem));
		}

		@Override
		public void deadlocked(Deadlock deadlock) {
			tell((listener) -> listener.deadlocked(deadlock));
		}

		@Override
		public void deadlockEnded(Deadlock deadlock) {
			tell((listener) -> listener.deadlockEnded(deadlock));
		}

		@Override
		public void polling(Path directory) {
			tell((listener) -> listener.polling(directory));
		}

	}

}
