/**
 * A program that uses fabric8's client as its users do, for the client matrix. Which HTTP client it runs on is decided by
 * the class path alone.
 */
package dev.culvert.clients.fabric8;
