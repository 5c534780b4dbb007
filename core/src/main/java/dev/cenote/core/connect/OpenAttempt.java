package dev.cenote.core.connect;

/**
 * One attempt to open a resource.
 *
 * @param slot the number of the slot that the resource will have, from 1
 * @param number counts the attempts of a pool from 1
 * @param timeoutNanos how long it may take; after that it is given up and interrupted
 */
public record OpenAttempt(int slot, long number, long timeoutNanos) {}
