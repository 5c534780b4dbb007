/** What a borrower touches: a connection of the pool and everything that is opened through it. */
@NullMarked
package dev.cenote.handle;

import org.jspecify.annotations.NullMarked;
