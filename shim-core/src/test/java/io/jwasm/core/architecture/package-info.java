/// The rules that hold between the packages.
package io.jwasm.core.architecture;
