package io.jwasm.wasi.preview1;

import io.jwasm.wasi.errno.Errno;
import io.jwasm.wasi.host.GuestEnd;
import io.jwasm.wasi.host.GuestMemory;
import io.jwasm.wasi.preview1.call.Family;
import io.jwasm.wasi.preview1.call.HostState;
import java.util.List;

/// `proc_exit`, `proc_raise`, and `sched_yield`.
final class ProcFunctions implements Family {

    /// A process that a signal ends has this and the signal's number as its status.
    private static final int SIGNALLED = 128;

    private final HostState state;

    ProcFunctions(HostState state) {
        this.state = state;
    }

    @Override
    public List<Offer> find(String name) {
        return switch (name) {
            case "proc_exit" -> Family.offer("i", ProcFunctions::exit);
            case "proc_raise" -> Family.offer("i", ProcFunctions::raise);
            case "sched_yield" -> Family.offer("", this::yieldNow);
            default -> List.of();
        };
    }

    private static Errno exit(GuestMemory memory, long[] args) {
        throw new GuestEnd.Exit((int) args[0]);
    }

    /// Does what the signal does to a process without handlers
    /// ([signal(7)](https://man7.org/linux/man-pages/man7/signal.7.html)). A guest cannot stop
    /// itself: nobody would know to continue it.
    private static Errno raise(GuestMemory memory, long[] args) {
        int signal = (int) args[0];
        if (signal < 0 || signal >= Signal.values().length) {
            return Errno.INVAL;
        }
        Signal raised = Signal.values()[signal];
        return switch (raised) {
            case NONE, CHLD, CONT, URG, WINCH -> Errno.SUCCESS;
            case STOP, TSTP, TTIN, TTOU -> Errno.NOTSUP;
            default -> throw new GuestEnd.Exit(SIGNALLED + raised.linuxNumber());
        };
    }

    @SuppressWarnings("ThreadPriorityCheck") // It is what the guest asked for.
    private Errno yieldNow(GuestMemory memory, long[] args) {
        state.io().control().checkpoint();
        Thread.yield();
        return Errno.SUCCESS;
    }

    /// The specification's signals, in its order ([preview1,
    /// `signal`](https://github.com/WebAssembly/WASI/blob/main/legacy/preview1/docs.md#signal)).
    private enum Signal {
        NONE,
        HUP,
        INT,
        QUIT,
        ILL,
        TRAP,
        ABRT,
        BUS,
        FPE,
        KILL,
        USR1,
        SEGV,
        USR2,
        PIPE,
        ALRM,
        TERM,
        CHLD,
        CONT,
        STOP,
        TSTP,
        TTIN,
        TTOU,
        URG,
        XCPU,
        XFSZ,
        VTALRM,
        PROF,
        WINCH,
        POLL,
        PWR,
        SYS;

        /// Linux has SIGSTKFLT between SIGTERM and SIGCHLD.
        @SuppressWarnings("EnumOrdinal") // The constants stand in the specification's order.
        int linuxNumber() {
            return compareTo(TERM) <= 0 ? ordinal() : ordinal() + 1;
        }
    }
}
