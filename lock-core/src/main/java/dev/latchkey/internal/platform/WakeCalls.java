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

package dev.latchkey.internal.platform;

/**
 * How a thread that waits in the kernel is called back: a signal with a harmless handler
 * ends its system call with EINTR.
 */
public interface WakeCalls {

	/**
	 * Makes sure that the calling thread can be woken, and tells how. The answer is good
	 * for as long as the thread lives.
	 * @return the thread, as {@link #wake} wants it
	 */
	long prepare();

	/**
	 * Ends the system call that a living thread waits in. A call that it is only about to
	 * make is not ended, nor is any while the system has no room for the signal: whoever
	 * wakes repeats it, with a growing pause, until the thread is seen to be back.
	 * @param thread the thread, from {@link #prepare}
	 */
	void wake(long thread);

}
