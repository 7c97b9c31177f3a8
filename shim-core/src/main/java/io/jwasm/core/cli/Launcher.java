package io.jwasm.core.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// Runs the shim's launcher as containerd does.
///
/// @param binary the launcher
/// @param namespace the namespace to use
/// @param address what stands for containerd's address; nobody listens there
record Launcher(Path binary, String namespace, String address) {

    private static final String SCHEME = "unix://";

    /// Starts the daemon, or finds it.
    ///
    /// @param id the container's id
    /// @param bundle its bundle
    /// @return the daemon's socket
    Path start(String id, Path bundle) throws CommandFailure, InterruptedException {
        String answer = run(id, bundle, "start").strip();
        if (!answer.startsWith(SCHEME)) {
            throw new CommandFailure(
                    CommandFailure.FAILED,
                    "\"%s\" answered \"%s\", which is no address".formatted(binary, answer));
        }
        return Path.of(answer.substring(SCHEME.length()));
    }

    /// Removes what is left of a container, if anything.
    void delete(String id, Path bundle) throws CommandFailure, InterruptedException {
        run(id, bundle, "delete");
    }

    private String run(String id, Path bundle, String action)
            throws CommandFailure, InterruptedException {
        List<String> command =
                List.of(
                        binary.toString(),
                        "-namespace",
                        namespace,
                        "-address",
                        address,
                        "-id",
                        id,
                        "-bundle",
                        bundle.toString(),
                        action);
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command)
                            .directory(bundle.toFile())
                            .redirectInput(
                                    ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                            .redirectError(ProcessBuilder.Redirect.INHERIT);
            // There is no control group that a container of ours could have its daemon in, and
            // no containerd that could speak anything else.
            builder.environment().put("JWASM_ISOLATION", "shared");
            builder.environment().put("JWASM_PROTOCOL", "ttrpc");
            Process process = builder.start();
            String answer =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new CommandFailure(
                        CommandFailure.FAILED, "the shim's launcher failed; see above");
            }
            return answer;
        } catch (IOException cause) {
            throw new CommandFailure(
                    "cannot run the launcher \"%s\": %s".formatted(binary, cause.getMessage()),
                    cause);
        }
    }
}
