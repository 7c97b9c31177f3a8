package io.jwasm.core.bootstrap;

import io.jwasm.core.config.ConfigException;
import io.jwasm.core.config.Configuration;
import io.jwasm.core.config.Protocol;
import java.util.Locale;
import java.util.Optional;

/// What containerd is to speak, as the launcher has decided. Immutable.
///
/// @param protocol the protocol
/// @param ofFile what the launcher has found in the configuration file; empty where it did not look
record SpokenProtocol(Protocol protocol, Optional<Protocol> ofFile) {

    /// When nobody looked for anything else.
    static final SpokenProtocol TTRPC = new SpokenProtocol(Protocol.TTRPC, Optional.empty());

    /// Reads what the launcher tells.
    ///
    /// @throws IllegalArgumentException when it is none of the words
    static SpokenProtocol of(Optional<String> protocol, Optional<String> ofFile) {
        return new SpokenProtocol(
                protocol.map(SpokenProtocol::word).orElse(Protocol.TTRPC),
                ofFile.map(SpokenProtocol::word));
    }

    private static Protocol word(String text) {
        return Protocol.valueOf(text.toUpperCase(Locale.ROOT));
    }

    /// Refuses a configuration that says what the launcher, which reads the plain form alone, has
    /// not seen.
    ///
    /// @throws ConfigException when it does
    void require(Configuration configuration) {
        if (ofFile.isPresent() && ofFile.get() != configuration.protocol()) {
            throw new ConfigException(
                    "protocol must be on a line of its own before the first table, as in protocol = \"%s\""
                            .formatted(configuration.protocol().name().toLowerCase(Locale.ROOT)));
        }
    }

    boolean isGrpc() {
        return protocol == Protocol.GRPC;
    }
}
