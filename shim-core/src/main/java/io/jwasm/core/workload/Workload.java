package io.jwasm.core.workload;

import io.jwasm.api.error.ShimException;
import io.jwasm.api.task.Signal;
import io.jwasm.api.task.TaskStats;
import io.jwasm.api.task.TerminalSize;
import io.jwasm.bundle.spec.ResourcesSpec;
import io.jwasm.core.anchor.Anchored;
import io.jwasm.wasi.Hold;
import java.util.function.Consumer;

/// What a container runs, and all that it holds for it.
///
/// [#prepare], [#confine] and [#run] are called on the container's own platform thread, once each
/// and in that order; they may block and may change that thread for good. [#close] is called while
/// that thread waits. The other methods may be called from any thread at any time between.
public interface Workload extends AutoCloseable {

    /// Takes hold of everything that the run needs, so that a fault in what the user gave shows
    /// now.
    ///
    /// @param onSignal called with the signal that the run is to end by, when the anchor process
    ///   ends before [#close] or its terminal is hung up; may be called until [#forget]
    /// @return the anchor process and what else is to be on record
    /// @throws ShimException when something is missing or wrong
    Anchored prepare(Consumer<Signal> onSignal);

    /// Takes from the calling thread what the guest's code must not have, now that all is at hand.
    ///
    /// @throws ShimException when the kernel refuses
    void confine();

    /// Runs to the end.
    ///
    /// @return how it ended
    Ending run();

    /// Does what is due once the run has begun and before Start answers.
    ///
    /// @throws ShimException when it fails; the container must be stopped then
    void afterStart();

    /// Ends the run, also one that has not begun.
    void stop();

    /// Holds the run until each reason is taken back, also one that has not begun.
    ///
    /// @param why the reason
    void hold(Hold why);

    /// Takes a reason back.
    ///
    /// @param why the reason
    void release(Hold why);

    /// Changes limits; what is left out stays. For a workload that is prepared.
    ///
    /// @param given the new limits
    /// @throws ShimException.InvalidArgument when one is malformed; then none is changed
    void update(ResourcesSpec given);

    /// What has been used. For a workload that is prepared.
    ///
    /// @param isAlive whether it has a process
    /// @return the figures
    TaskStats stats(boolean isAlive);

    /// Lets the run see the end of its standard input, once the client has closed its end too.
    void closeStdin();

    /// Tells how large the run's terminal is shown; does nothing without a terminal.
    ///
    /// @param size the size
    void resize(TerminalSize size);

    /// Waits for a moment until what the run has written is where its readers find it. To be called
    /// on the container's thread, once the run is over; does nothing when the run writes there
    /// itself.
    void drainOutputs();

    /// Closes the streams that the run wrote to, so that their readers see the end of them.
    void closeOutputs();

    /// Gives back everything but what a late reader of the streams needs. A second call does
    /// nothing; it is also called when [#prepare] has failed half-way.
    @Override
    void close();

    /// Gives back the rest, when the container is deleted.
    void forget();
}
