package io.jwasm.core.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jwasm.api.error.ShimException;
import io.jwasm.api.task.ContainerId;
import io.jwasm.bundle.spec.RuntimeSpec;
import io.jwasm.bundle.spec.SpecReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Hooks are real processes here, small scripts of the shell.
@Timeout(240)
class ContainerHooksTest {

    private static final int PID = 4711;
    private static final Executor CLEAN_THREADS = task -> Thread.ofPlatform().start(task);

    @TempDir Path folder;

    @ParameterizedTest
    @EnumSource(Stage.class)
    void eachStageGetsTheStateOnItsStandardInput(Stage stage) throws Exception {
        ContainerHooks hooks = hooks(stage, "cat > %s/state".formatted(folder), "");

        run(hooks, stage);

        JsonNode state = new ObjectMapper().readTree(folder.resolve("state").toFile());
        assertThat(state.path("ociVersion").asText()).isEqualTo("1.0.2-dev");
        assertThat(state.path("id").asText()).isEqualTo("web");
        assertThat(state.path("bundle").asText()).isEqualTo(folder.toString());
        assertThat(state.path("annotations").path("a.b/c").asText()).isEqualTo("d");
        assertThat(state.path("status").asText()).isEqualTo(status(stage));
        assertThat(state.path("pid").asInt(0)).isEqualTo(stage == Stage.POSTSTOP ? 0 : PID);
    }

    private static String status(Stage stage) {
        return switch (stage) {
            case PRESTART, CREATE_RUNTIME, CREATE_CONTAINER -> "creating";
            case START_CONTAINER -> "created";
            case POSTSTART -> "running";
            case POSTSTOP -> "stopped";
        };
    }

    @Test
    void environmentIsTheHooksOwnAndNothingElse() throws Exception {
        ContainerHooks hooks =
                hooks(Stage.PRESTART, "env > %s/env".formatted(folder), "\"A=1\",\"B=x y\"");

        hooks.created();

        assertThat(Files.readAllLines(folder.resolve("env")))
                .contains("A=1", "B=x y")
                .noneMatch(line -> line.startsWith("PATH=") || line.startsWith("JAVA"));
    }

    @Test
    void failureNamesTheHookItsStatusAndItsLastWords() throws Exception {
        ContainerHooks hooks = hooks(Stage.CREATE_RUNTIME, "echo no such network >&2; exit 3", "");

        assertThatThrownBy(hooks::created)
                .isInstanceOf(ShimException.Internal.class)
                .hasMessage(
                        "createRuntime hook 0 (\"/bin/sh\") ended with exit status 3:"
                                + " no such network");
    }

    @Test
    void hookThatIsNotThereIsNamed() throws Exception {
        ContainerHooks hooks = of("{\"prestart\":[{\"path\":\"/no/such/hook\"}]}");

        assertThatThrownBy(hooks::created)
                .isInstanceOf(ShimException.Internal.class)
                .hasMessageContaining("prestart hook 0 (\"/no/such/hook\") cannot be run");
    }

    @Test
    void hookThatTakesTooLongIsKilled() throws Exception {
        ContainerHooks hooks =
                of(
                        """
                        {"prestart":[{"path":"/bin/sh","args":["sh","-c","echo $$ > %s/pid; exec sleep 600"],\
                        "timeout":1}]}
                        """
                                .formatted(folder));

        assertThatThrownBy(hooks::created).hasMessageContaining("took longer than its 1 s");
        long pid = Long.parseLong(Files.readString(folder.resolve("pid")).strip());
        assertThat(ProcessHandle.of(pid)).isEmpty();
    }

    @Test
    void firstFailureEndsTheStage() throws Exception {
        ContainerHooks hooks =
                of(
                        """
                        {"prestart":[{"path":"/bin/false"},\
                        {"path":"/bin/sh","args":["sh","-c","touch %s/second"]}]}
                        """
                                .formatted(folder));

        assertThatThrownBy(hooks::created).hasMessageContaining("prestart hook 0");
        assertThat(folder.resolve("second")).doesNotExist();
    }

    @Test
    void failureAfterTheEndIsNobodysFailure() throws Exception {
        hooks(Stage.POSTSTOP, "touch %s/ran; exit 1".formatted(folder), "").deleted();

        assertThat(folder.resolve("ran")).exists();
    }

    @Test
    void hookNeedNotReadItsInput() throws Exception {
        RuntimeSpec spec = spec("{\"prestart\":[{\"path\":\"/bin/true\"}]}", "x".repeat(200_000));

        hooksOf(spec).created();
    }

    @Test
    void stateLargerThanAPipeArrivesWhole() throws Exception {
        RuntimeSpec spec =
                spec(
                        "{\"prestart\":[{\"path\":\"/bin/sh\",\"args\":[\"sh\",\"-c\","
                                + "\"sleep 0.1; cat > %s/state\"]}]}".formatted(folder),
                        "x".repeat(200_000));

        hooksOf(spec).created();

        assertThat(Files.size(folder.resolve("state"))).isGreaterThan(200_000);
    }

    @Test
    void grandchildThatKeepsTheOutputOpenKeepsNobodyWaiting() throws Exception {
        ContainerHooks hooks =
                hooks(Stage.PRESTART, "sleep 600 & echo $! > %s/pid".formatted(folder), "");

        hooks.created();

        long pid = Long.parseLong(Files.readString(folder.resolve("pid")).strip());
        assertThat(ProcessHandle.of(pid)).hasValueSatisfying(ProcessHandle::destroyForcibly);
    }

    private void run(ContainerHooks hooks, Stage stage) {
        switch (stage) {
            case PRESTART, CREATE_RUNTIME, CREATE_CONTAINER -> hooks.created();
            case START_CONTAINER -> hooks.starting();
            case POSTSTART -> hooks.started();
            case POSTSTOP -> hooks.deleted();
        }
    }

    private ContainerHooks hooks(Stage stage, String script, String environment) throws Exception {
        return of(
                "{\"%s\":[{\"path\":\"/bin/sh\",\"args\":[\"sh\",\"-c\",\"%s\"],\"env\":[%s]}]}"
                        .formatted(stage, script, environment));
    }

    private ContainerHooks of(String hooks) throws Exception {
        return hooksOf(spec(hooks, "d"));
    }

    private ContainerHooks hooksOf(RuntimeSpec spec) {
        return new ContainerHooks(new ContainerId("web"), folder, spec, PID, CLEAN_THREADS);
    }

    private static RuntimeSpec spec(String hooks, String annotation) throws Exception {
        return SpecReader.readConfig(
                """
                {"ociVersion":"1.0.2-dev","process":{"args":["/a.wasm"],"cwd":"/"},\
                "root":{"path":"rootfs"},"annotations":{"a.b/c":"%s"},"hooks":%s}\
                """
                        .formatted(annotation, hooks)
                        .getBytes(StandardCharsets.UTF_8));
    }
}
