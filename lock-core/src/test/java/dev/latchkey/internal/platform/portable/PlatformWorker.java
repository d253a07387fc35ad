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

package dev.latchkey.internal.platform.portable;

import dev.latchkey.UnsupportedPlatformException;
import dev.latchkey.internal.platforms.Platforms;
import dev.latchkey.process.ForkedJvm;

/**
 * A process that answers, as often as it is asked, what its platform is.
 */
public final class PlatformWorker {

	private PlatformWorker() {
	}

	public static void main(String[] arguments) {
		do {
			try {
				ForkedJvm.reply(Platforms.current().traits().name());
			}
			catch (UnsupportedPlatformException ex) {
				ForkedJvm.reply(ex.problem() + " " + ex.remedy());
			}
		}
		while (ForkedJvm.awaitCommand() != null);
	}

}
