/** Those who borrow connections while a fault happens, and note how they fared. */
@NullMarked
package dev.cenote.faults.client;

import org.jspecify.annotations.NullMarked;
