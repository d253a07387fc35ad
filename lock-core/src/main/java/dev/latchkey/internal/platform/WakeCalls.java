package dev.latchkey.internal.platform;

/**
 * How a thread that waits in the kernel is called back: a signal with a harmless handler
 * ends its system call with EINTR.
 */
public interface WakeCalls {

	/**
	 * Make sure that the calling thread can be woken, and tell how. The answer is good
	 * for as long as the thread lives.
	 * @return the thread, as {@link #wake} wants it
	 */
	long prepare();

	/**
	 * End the system call that a living thread waits in. A call that it is only about to
	 * make is not ended, nor is any while the system has no room for the signal: whoever
	 * wakes repeats it, with a growing pause, until the thread is seen to be back.
	 * @param thread the thread, from {@link #prepare}
	 */
	void wake(long thread);

}
