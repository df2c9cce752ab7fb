package dev.culvert.clusters.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/** For tests that exec, attach, forward ports or proxy: they need pods that run. Tagged {@code real-pods}. */
@Documented
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Tag("real-pods")
@WithCluster(WithCluster.Choice.REAL)
public @interface NeedsRealPods {}
