package io.jwasm.core.bootstrap;

import io.jwasm.linux.Errno;
import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.process.CurrentProcess;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes the process a daemon: a session of its own, and its place in the order in which the kernel
/// kills when memory is short.
final class ProcessSetup {

    private static final Logger log = LoggerFactory.getLogger(ProcessSetup.class);

    private ProcessSetup() {}

    /// Sets the process up; what fails is logged, the daemon works without.
    ///
    /// @param pid this process
    static void apply(int pid) {
        try {
            CurrentProcess.startSession();
        } catch (ErrnoException failure) {
            // EPERM: it leads a group already, as one started from a terminal by hand does.
            if (failure.errno() != Errno.EPERM) {
                log.warn("no session of its own", failure);
            }
        }
        try {
            CurrentProcess.changeDirectory("/");
            // As containerd's own shims do it (`pkg/shim`, AdjustOOMScore): they go before
            // containerd,
            // whose value was inherited.
            CurrentProcess.setOomScoreAdjustment(CurrentProcess.oomScoreAdjustment(pid) + 1);
        } catch (ErrnoException failure) {
            log.warn("process set-up is incomplete", failure);
        }
    }
}
