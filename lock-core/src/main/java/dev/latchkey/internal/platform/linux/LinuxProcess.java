package dev.latchkey.internal.platform.linux;

import dev.latchkey.internal.platform.RunningProcess;

/**
 * A process, however it is held, that is asked to end and killed by signals.
 */
interface LinuxProcess extends RunningProcess {

	int signal(int signal);

	@Override
	default int terminate() {
		return signal(LinuxLibc.SIGTERM);
	}

	@Override
	default int kill() {
		return signal(LinuxLibc.SIGKILL);
	}

}
