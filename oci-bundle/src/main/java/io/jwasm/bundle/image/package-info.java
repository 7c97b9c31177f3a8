/// Images without containerd: OCI image layouts, archives of one, and what `docker save` writes;
/// and making such archives.
///
/// May use [io.jwasm.bundle.error] and the module's own packages for JSON, tar and unpacking. Start
/// reading at [io.jwasm.bundle.image.ImageSource].
@NullMarked
package io.jwasm.bundle.image;

import org.jspecify.annotations.NullMarked;
