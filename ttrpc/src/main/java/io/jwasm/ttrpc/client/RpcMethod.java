package io.jwasm.ttrpc.client;

import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;

/// A method to call.
///
/// @param <R> its response
/// @param service full name of the protobuf service
/// @param name name of the method
/// @param response parses the response
public record RpcMethod<R extends MessageLite>(String service, String name, Parser<R> response) {

    @Override
    public String toString() {
        return service + "/" + name;
    }
}
