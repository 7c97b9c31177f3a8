package io.jwasm.linux.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jwasm.linux.process.CurrentProcess;

/// The assumption of tests that need privileges.
public final class Root {

    private Root() {}

    /// Skips the test, and says so, when this process is not root's.
    ///
    /// @param what what needs privileges
    public static void assumed(String what) {
        boolean isRoot = CurrentProcess.effectiveUserId() == 0;
        if (!isRoot) {
            System.out.println("skipped: " + what + " needs root");
        }
        assumeTrue(isRoot, what + " needs root");
    }
}
