/**
 * Request bodies in Kubernetes' protobuf form, which newer clients (kubectl from 1.32 on) send without asking first. They are
 * turned into the JSON form; answers are always JSON, which those clients accept too. Pure functions; any thread.
 */
@NullMarked
package dev.culvert.clusters.apiserver.protobuf;

import org.jspecify.annotations.NullMarked;
