package io.jwasm.core.container;

/// The states of a container, and in which of them each call is legal. The one table of both.
///
/// ```
///                     ┌▶ PAUSED ─┐
/// CREATING ─▶ CREATED ─▶ RUNNING ─▶ STOPPED ─▶ DELETED
///                └───────────────────▲
/// ```
///
/// Like runc's own shim (`cmd/containerd-shim-runc-v2/process/init_state.go`) it lets a signal
/// reach a container that is created and not started: containerd gets rid of such a one by Kill and
/// Delete.
enum LifeCycle {
    /// Create has not answered; the container is not there yet for anybody else.
    CREATING,
    /// Create has answered.
    CREATED,
    /// Start was called.
    RUNNING,
    /// Pause was called.
    PAUSED,
    /// The guest has ended.
    STOPPED,
    /// Delete was called.
    DELETED;

    /// A call that depends on the state.
    enum Call {
        /// `State`, `Pids` and others that only look.
        LOOK,
        /// `Start`.
        START,
        /// `Kill`.
        KILL,
        /// `Pause`.
        PAUSE,
        /// `Resume`.
        RESUME,
        /// `Update`.
        UPDATE,
        /// `CloseIO`.
        CLOSE_STDIN,
        /// `ResizePty`.
        RESIZE,
        /// `Delete`.
        DELETE
    }

    /// What the table says to a call.
    sealed interface Verdict {
        /// The call may go on.
        record Legal() implements Verdict {}

        /// For the caller the container is not there.
        record Absent() implements Verdict {}

        /// The process is not there any more, or not yet.
        record Gone(String why) implements Verdict {}

        /// The state does not allow the call.
        record Refused(String why) implements Verdict {}
    }

    private static final Verdict LEGAL = new Verdict.Legal();
    private static final Verdict ABSENT = new Verdict.Absent();

    /// Looks a call up.
    ///
    /// @param call the call
    /// @return whether it is legal in this state
    Verdict verdict(Call call) {
        return switch (this) {
            case CREATING, DELETED -> ABSENT;
            case CREATED ->
                    switch (call) {
                        case LOOK, START, KILL, UPDATE, CLOSE_STDIN, RESIZE, DELETE -> LEGAL;
                        case PAUSE, RESUME -> new Verdict.Refused("task is not running");
                    };
            case RUNNING ->
                    switch (call) {
                        case LOOK, KILL, PAUSE, UPDATE, CLOSE_STDIN, RESIZE -> LEGAL;
                        case START -> new Verdict.Refused("task is already running");
                        case RESUME -> new Verdict.Refused("task is not paused");
                        case DELETE -> new Verdict.Refused("task is running");
                    };
            case PAUSED ->
                    switch (call) {
                        case LOOK, KILL, RESUME, UPDATE, CLOSE_STDIN, RESIZE -> LEGAL;
                        case START, PAUSE, DELETE -> new Verdict.Refused("task is paused");
                    };
            case STOPPED ->
                    switch (call) {
                        case LOOK, CLOSE_STDIN, RESIZE, DELETE -> LEGAL;
                        case START, PAUSE, RESUME ->
                                new Verdict.Refused("task has already stopped");
                        case KILL, UPDATE -> new Verdict.Gone("process has already ended");
                    };
        };
    }
}
