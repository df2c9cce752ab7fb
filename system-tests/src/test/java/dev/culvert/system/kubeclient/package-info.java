/**
 * What a Rails application sees, through the gem kubeclient.
 */
@NullMarked
package dev.culvert.system.kubeclient;

import org.jspecify.annotations.NullMarked;
