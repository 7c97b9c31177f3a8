package io.jwasm.core.anchor;

import io.jwasm.core.state.OwnCgroup;
import io.jwasm.core.state.StateDirectory;
import io.jwasm.linux.anchor.AnchorImage;
import io.jwasm.linux.cgroup.CgroupHost;
import io.jwasm.linux.process.ProcessReaper;
import java.io.IOException;
import java.util.concurrent.Executor;

/// What all anchors of the daemon stand on. Immutable; the parts are thread-safe.
///
/// @param image the anchors' executable
/// @param terminalImage the executable of anchors that have a terminal
/// @param reaper reaps the anchors
/// @param cgroups the control groups of the host
/// @param ownCgroup the control group of the daemon itself
/// @param news runs what may wake other threads, on one that nothing has boxed
public record AnchorHost(
        AnchorImage image,
        AnchorImage terminalImage,
        ProcessReaper reaper,
        CgroupHost cgroups,
        OwnCgroup ownCgroup,
        Executor news)
        implements AutoCloseable {

    /// Makes what anchors need. To be called on a platform thread that nothing has boxed.
    ///
    /// @param state the daemon's directory
    /// @param news runs what may wake other threads, on one that nothing has boxed
    /// @return the host; to be closed
    /// @throws IOException when the kernel refuses something, or the directory cannot be read
    public static AnchorHost open(StateDirectory state, Executor news) throws IOException {
        ProcessReaper reaper = ProcessReaper.start("anchor-reaper");
        String directory = state.path().toString();
        return new AnchorHost(
                AnchorImage.create(directory),
                AnchorImage.createForTerminals(directory),
                reaper,
                CgroupHost.detect(),
                OwnCgroup.of(state),
                news);
    }

    @Override
    public void close() {
        reaper.close();
        image.close();
        terminalImage.close();
    }
}
