/** What an application may hear of single connections, and change about them. */
@NullMarked
package dev.cenote.event;

import org.jspecify.annotations.NullMarked;
