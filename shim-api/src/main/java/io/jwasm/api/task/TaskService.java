package io.jwasm.api.task;

import io.jwasm.api.error.ShimException;
import java.util.List;

/// The calls containerd makes on a shim, free of any transport.
///
/// The semantics are those of containerd's task service v2 and v3, whose messages are the same.
/// Implementations are thread-safe: calls for different containers never wait for each other. Every
/// failure is a [ShimException]; each method names the kinds particular to it, any of them may also
/// end with [ShimException.NotFound] for an unknown container or exec process.
public interface TaskService {

    /// Prepares a container: its root filesystem, its module, its streams, its anchor process.
    ///
    /// @param request what to create
    /// @return the task's process id, never zero and never the shim's
    /// @throws ShimException.AlreadyExists when the id is in use
    /// @throws ShimException.InvalidArgument when the bundle, the entrypoint or the module is at
    ///   fault
    int create(CreateTask request);

    /// Lets the created process run.
    ///
    /// @param key which process
    /// @return its process id
    /// @throws ShimException.FailedPrecondition when it is not in state CREATED
    int start(ProcessKey key);

    /// Tells the state of a process.
    ///
    /// @param key which process
    /// @return its state
    ProcessState state(ProcessKey key);

    /// Waits for a process to end, for as long as that takes.
    ///
    /// @param key which process
    /// @return how it ended
    /// @throws InterruptedException when the waiting thread is interrupted; the process goes on
    ExitStatus await(ProcessKey key) throws InterruptedException;

    /// Sends a signal. One that ends a process also ends one that is created and not started, which
    /// is how containerd gets rid of it.
    ///
    /// @param key which process
    /// @param signal the signal, taken as a process without handlers would take it
    /// @param isForAll whether all processes of the task are meant
    /// @throws ShimException.NotFound when the process has ended
    void kill(ProcessKey key, Signal signal, boolean isForAll);

    /// Holds all processes of a running task; they use no processor until [#resume].
    ///
    /// @param container the container's id
    /// @throws ShimException.FailedPrecondition when it does not run
    void pause(ContainerId container);

    /// Lets a paused task go on.
    ///
    /// @param container the container's id
    /// @throws ShimException.FailedPrecondition when it is not paused
    void resume(ContainerId container);

    /// Changes limits of a task that has not ended.
    ///
    /// @param container the container's id
    /// @param update the new limits
    /// @throws ShimException.InvalidArgument when they are malformed; then none is changed
    void update(ContainerId container, ResourceUpdate update);

    /// Tells what a task has used.
    ///
    /// @param container the container's id
    /// @return the figures; of one that has ended, the last ones
    TaskStats stats(ContainerId container);

    /// Tells that the client will write no more to the process's standard input, so that the
    /// process sees its end. A second call does nothing.
    ///
    /// @param key which process
    void closeStdin(ProcessKey key);

    /// Tells how large a process's terminal is shown. Does nothing to a process without one, and to
    /// one that has ended.
    ///
    /// @param key which process
    /// @param size the size
    void resize(ProcessKey key, TerminalSize size);

    /// Removes an ended or never started process and all that it held.
    ///
    /// @param key which process
    /// @return how it had ended
    /// @throws ShimException.FailedPrecondition when it runs
    DeletedProcess delete(ProcessKey key);

    /// Lists the processes of a task.
    ///
    /// @param container the container's id
    /// @return its init process and its exec processes
    List<ProcessInfo> pids(ContainerId container);

    /// Tells the process ids a client needs to hold on to a task; does not fail for unknown ids.
    ///
    /// @param container the container's id
    /// @return the shim's and the task's process id
    ShimConnection connect(ContainerId container);

    /// Tells the shim that a client has no more use for it. A shim that has other containers, or
    /// lingers, stays.
    ///
    /// @param container the container on whose behalf the client asks
    void shutdown(ContainerId container);
}
