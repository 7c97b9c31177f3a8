package io.jwasm.core.workload;

import io.jwasm.api.error.ShimException;
import io.jwasm.core.capability.UserCapability;
import io.jwasm.core.error.Failures;
import io.jwasm.core.wall.ThreadWalls;
import io.jwasm.core.wall.WallPlan;
import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.process.CurrentProcess;
import io.jwasm.linux.process.CurrentThread;
import java.util.ArrayList;
import java.util.List;

/// What a guest's thread takes on before guest code runs on it, in order. None of it is put off
/// again: the thread ends with its guest.
///
/// The order matters: what needs the daemon's rights comes before they are given up. The user comes
/// before any wall that forbids the calls which change it.
///
/// @param steps the steps
record ThreadSetup(List<Step> steps) {

    /// Copies the list.
    ThreadSetup {
        steps = List.copyOf(steps);
    }

    /// One thing that a thread takes on.
    ///
    /// @param name what it is called in messages
    /// @param call changes the calling thread
    record Step(String name, Call call) {}

    /// Changes the calling thread alone.
    @FunctionalInterface
    interface Call {
        void apply() throws ErrnoException;
    }

    /// Makes the guest's files those of its user.
    ///
    /// The user and group of file accesses alone are changed, not the thread's whole identity: a
    /// thread of another user could not have its anchor killed at its end
    /// ([PR_SET_PDEATHSIG](https://man7.org/linux/man-pages/man2/PR_SET_PDEATHSIG.2const.html) asks
    /// for permission). The kernel takes the capabilities that bypass file permissions away with
    /// it.
    ///
    /// @param user the user
    static ThreadSetup of(UserCapability user) {
        List<Step> steps = new ArrayList<>();
        steps.add(new Step("umask", () -> CurrentThread.setFileModeMask(user.umask())));
        // Who may not change users runs all guests as itself.
        if (CurrentProcess.effectiveUserId() == 0) {
            int[] groups = user.groups().stream().mapToInt(Long::intValue).toArray();
            steps.add(new Step("groups", () -> CurrentThread.setGroups(groups)));
            steps.add(
                    new Step(
                            "user",
                            () ->
                                    CurrentThread.setFileSystemIds(
                                            (int) user.uid(), (int) user.gid())));
        }
        return new ThreadSetup(steps);
    }

    /// The same steps, and the walls as the last.
    ///
    /// @param walls raises them
    /// @param plan what they leave
    ThreadSetup behind(ThreadWalls walls, WallPlan plan) {
        List<Step> all = new ArrayList<>(steps);
        all.add(new Step("walls", () -> walls.raise(plan)));
        return new ThreadSetup(all);
    }

    /// Applies all steps to the calling thread.
    ///
    /// @throws ShimException when the kernel refuses one
    void apply() {
        for (Step step : steps) {
            try {
                step.call().apply();
            } catch (ErrnoException failure) {
                throw Failures.of("guest's thread, " + step.name(), failure);
            }
        }
    }
}
