package io.jwasm.core.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The arrows of the design: which package may know which.
class ArchitectureTest {

    private static final JavaClasses ALL =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("io.jwasm");

    static Stream<ArchRule> rules() {
        return Stream.of(
                slices().matching("io.jwasm.core.(**)").should().beFreeOfCycles(),
                slices().matching("io.jwasm.(*)..").should().beFreeOfCycles(),
                onlyIn("io.jwasm.wasi.engine..", "com.dylibso.chicory.."),
                slices().matching("io.jwasm.wasi.engine.(*)..").should().beFreeOfCycles(),
                below("io.jwasm.wasi.engine", "com.dylibso.chicory..", "io.jwasm.wasi.engine.*.."),
                onlyIn("io.jwasm.linux..", "java.lang.foreign.."),
                onlyIn("io.jwasm.core.observe..", "ch.qos.logback.."),
                onlyIn("io.jwasm.core.transport..", "io.jwasm.proto.task.."),
                noClasses()
                        .that()
                        .resideInAnyPackage("io.jwasm.core..")
                        .and()
                        .resideOutsideOfPackages("io.jwasm.core.transport..", "io.jwasm.core.cli..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("com.google.protobuf..", "io.jwasm.proto..")
                        .as("generated code stays at the transport"),
                below("io.jwasm.core.container..", "io.jwasm.core.task..", "io.jwasm.ttrpc.."),
                below(
                        "io.jwasm.core.workload..",
                        "io.jwasm.core.container..",
                        "io.jwasm.core.state.."),
                below("io.jwasm.core.anchor..", "io.jwasm.wasi.."),
                below("io.jwasm.core.task..", "io.jwasm.core.transport..", "io.jwasm.ttrpc.."),
                below("io.jwasm.core.event..", "io.jwasm.core.transport..", "io.jwasm.ttrpc.."),
                below("io.jwasm.core.transport..", "io.jwasm.core.container..", "io.jwasm.wasi.."),
                onlyIn("io.jwasm.core.transport.grpc..", "io.grpc.."),
                onlyIn("io.jwasm.core.transport.grpc..", "io.netty.."),
                below("io.jwasm.core.transport.grpc..", "io.jwasm.ttrpc.."),
                below("io.jwasm.core.transport.ttrpc..", "io.jwasm.core.transport.grpc.."),
                below("io.jwasm.bundle..", "io.jwasm.wasi..", "io.jwasm.core.."),
                below("io.jwasm.wasi..", "io.jwasm.bundle..", "io.jwasm.core.."),
                below("io.jwasm.api..", "io.jwasm.core..", "io.jwasm.proto.."));
    }

    private static ArchRule onlyIn(String allowed, String used) {
        return noClasses()
                .that()
                .resideInAPackage("io.jwasm..")
                .and()
                .resideOutsideOfPackages(allowed, "io.jwasm.core.cli..", "io.jwasm.proto..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(used)
                .as("%s only in %s".formatted(used, allowed));
    }

    private static ArchRule below(String lower, String... upper) {
        return noClasses()
                .that()
                .resideInAPackage(lower)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(upper)
                .allowEmptyShould(true)
                .as("%s knows nothing of %s".formatted(lower, String.join(", ", upper)));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theArrowsPointOneWay(ArchRule rule) {
        rule.check(ALL);
    }
}
