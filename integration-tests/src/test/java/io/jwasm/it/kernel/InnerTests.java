package io.jwasm.it.kernel;

import java.util.Arrays;
import java.util.List;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/// Runs tests in the other kernel and prints how each ended.
public final class InnerTests implements TestExecutionListener {
    /// What a line begins with that is meant for the reader, also those of the tests.
    static final String PREFIX = "[";

    private static final String TIME_LIMIT = "junit.jupiter.execution.timeout.default";

    private int passed;
    private int failed;

    private InnerTests() {}

    /// Ends with 0 when tests were run and all passed: none is skipped there.
    ///
    /// @param arguments tests, as [DiscoverySelectors#parse(String)] reads them
    static void main(String[] arguments) {
        List<? extends DiscoverySelector> selectors =
                Arrays.stream(arguments)
                        .flatMap(each -> DiscoverySelectors.parse(each).stream())
                        .toList();
        LauncherDiscoveryRequest request =
                LauncherDiscoveryRequestBuilder.request()
                        .selectors(selectors)
                        .configurationParameter(TIME_LIMIT, "300 s")
                        .build();
        InnerTests tests = new InnerTests();
        LauncherFactory.create().execute(request, tests);
        System.exit(tests.failed == 0 && tests.passed > 0 ? 0 : 1);
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        failed++;
        IO.println(PREFIX + "skipped] " + test.getDisplayName() + ": " + reason);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        String name = test.getLegacyReportingName();
        if (result.getStatus() == TestExecutionResult.Status.SUCCESSFUL) {
            if (test.isTest()) {
                passed++;
                IO.println(PREFIX + "passed] " + name);
            }
            return;
        }
        failed++;
        IO.println(PREFIX + "failed] " + name + ": " + result.getThrowable().orElse(null));
        result.getThrowable().ifPresent(Throwable::printStackTrace);
    }
}
