package io.jwasm.core.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.api.error.ShimException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StatusMapperTest {

    private static Exception cause() {
        return new Exception("why");
    }

    static Stream<Arguments> kinds() {
        return Stream.of(
                Arguments.of(new ShimException.Canceled("m"), 1),
                Arguments.of(new ShimException.InvalidArgument("m"), 3),
                Arguments.of(new ShimException.DeadlineExceeded("m"), 4),
                Arguments.of(new ShimException.NotFound("m"), 5),
                Arguments.of(new ShimException.AlreadyExists("m"), 6),
                Arguments.of(new ShimException.PermissionDenied("m", cause()), 7),
                Arguments.of(new ShimException.ResourceExhausted("m"), 8),
                Arguments.of(new ShimException.FailedPrecondition("m"), 9),
                Arguments.of(new ShimException.NotImplemented("m"), 12),
                Arguments.of(new ShimException.Internal("m", cause()), 13),
                Arguments.of(new ShimException.Unavailable("m"), 14),
                Arguments.of(new IllegalStateException("m"), 13),
                Arguments.of(new OutOfMemoryError("m"), 13));
    }

    @ParameterizedTest(name = "{0} is code {1}")
    @MethodSource("kinds")
    void eachKindHasItsCode(Throwable failure, int code) {
        assertThat(StatusMapper.map(failure)).isEqualTo(new RpcStatus(code, "m"));
    }

    @ParameterizedTest(name = "{0} comes back from code {1}")
    @MethodSource("kinds")
    void eachCodeComesBackAsItsKind(Throwable failure, int code) {
        ShimException back = StatusMapper.unmap(new RpcStatus(code, "m"));

        assertThat(StatusMapper.map(back)).isEqualTo(new RpcStatus(code, "m"));
        if (failure instanceof ShimException) {
            assertThat(back).hasSameClassAs(failure);
        }
    }

    @Test
    void anInterruptedCallIsCancelled() {
        assertThat(StatusMapper.map(new InterruptedException()).code()).isEqualTo(1);
    }

    @Test
    void aFailureWithoutMessageIsToldByItsType() {
        assertThat(StatusMapper.map(new NullPointerException()).message())
                .isEqualTo("java.lang.NullPointerException");
    }
}
