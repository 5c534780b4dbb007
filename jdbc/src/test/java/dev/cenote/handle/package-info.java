/** What a borrower touches. */
@NullMarked
package dev.cenote.handle;

import org.jspecify.annotations.NullMarked;
