package io.jwasm.ttrpc.server;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;

/// Builds a [ServiceDefinition] that is checked against a protobuf service: methods exist, stream
/// as declared, and take the declared message. Methods without a handler stay unimplemented.
/// Confined to one thread.
///
/// A class apart from [ServiceDefinition], so that a server which must start fast never loads
/// descriptors.
public final class DescribedService {

    private final ServiceDescriptor descriptor;
    private final ServiceDefinition.Builder builder;

    private DescribedService(ServiceDescriptor descriptor) {
        this.descriptor = descriptor;
        this.builder = ServiceDefinition.builder(descriptor.getFullName());
    }

    /// Starts a definition.
    ///
    /// @param descriptor the protobuf service
    /// @return a builder without methods
    public static DescribedService of(ServiceDescriptor descriptor) {
        return new DescribedService(descriptor);
    }

    /// Adds a method with one request and one response.
    ///
    /// @param <Q> the request
    /// @param <R> the response
    /// @param method name of the method
    /// @param request default instance of the request
    /// @param handler serves the calls
    /// @return this
    /// @throws IllegalArgumentException if the service declares it otherwise
    public <Q extends Message, R extends Message> DescribedService unary(
            String method, Q request, UnaryHandler<Q, R> handler) {
        builder.unary(method, checked(method, request, new Streams(false, false)), handler);
        return this;
    }

    /// Adds a method with a stream of requests and one response.
    ///
    /// @param <Q> the requests
    /// @param <R> the response
    /// @param method name of the method
    /// @param request default instance of the requests
    /// @param handler serves the calls
    /// @return this
    /// @throws IllegalArgumentException if the service declares it otherwise
    public <Q extends Message, R extends Message> DescribedService clientStream(
            String method, Q request, ClientStreamHandler<Q, R> handler) {
        builder.clientStream(method, checked(method, request, new Streams(true, false)), handler);
        return this;
    }

    /// Adds a method with one request and a stream of responses.
    ///
    /// @param <Q> the request
    /// @param <R> the responses
    /// @param method name of the method
    /// @param request default instance of the request
    /// @param handler serves the calls
    /// @return this
    /// @throws IllegalArgumentException if the service declares it otherwise
    public <Q extends Message, R extends Message> DescribedService serverStream(
            String method, Q request, ServerStreamHandler<Q, R> handler) {
        builder.serverStream(method, checked(method, request, new Streams(false, true)), handler);
        return this;
    }

    /// Adds a method with streams both ways.
    ///
    /// @param <Q> the requests
    /// @param <R> the responses
    /// @param method name of the method
    /// @param request default instance of the requests
    /// @param handler serves the calls
    /// @return this
    /// @throws IllegalArgumentException if the service declares it otherwise
    public <Q extends Message, R extends Message> DescribedService bidiStream(
            String method, Q request, BidiStreamHandler<Q, R> handler) {
        builder.bidiStream(method, checked(method, request, new Streams(true, true)), handler);
        return this;
    }

    /// Returns the service.
    ///
    /// @return the service with the methods so far
    public ServiceDefinition build() {
        return builder.build();
    }

    /// Which sides of a method stream.
    private record Streams(boolean client, boolean server) {}

    private <Q extends Message> Parser<Q> checked(String name, Q request, Streams streams) {
        MethodDescriptor method = descriptor.findMethodByName(name);
        if (method == null) {
            throw new IllegalArgumentException(
                    "service \"" + descriptor.getFullName() + "\" has no method \"" + name + "\"");
        }
        Streams declared = new Streams(method.isClientStreaming(), method.isServerStreaming());
        if (!streams.equals(declared)) {
            throw new IllegalArgumentException(
                    "method \""
                            + method.getFullName()
                            + "\": handler has "
                            + streams
                            + ", declared is "
                            + declared);
        }
        Descriptor input = method.getInputType();
        if (!input.equals(request.getDescriptorForType())) {
            throw new IllegalArgumentException(
                    "method \""
                            + method.getFullName()
                            + "\" takes "
                            + input.getFullName()
                            + ", not "
                            + request.getDescriptorForType().getFullName());
        }
        @SuppressWarnings("unchecked") // A message's parser makes messages of its own class.
        Parser<Q> parser = (Parser<Q>) request.getParserForType();
        return parser;
    }
}
