/** What a pool shows in JMX, and lets be done to it there. */
@NullMarked
package dev.cenote.jmx;

import org.jspecify.annotations.NullMarked;
