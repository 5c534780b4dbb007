/** Names that the code looks for in exceptions of Amazon's wrapping driver. */
@NullMarked
package software.amazon.jdbc.plugin.failover;

import org.jspecify.annotations.NullMarked;
