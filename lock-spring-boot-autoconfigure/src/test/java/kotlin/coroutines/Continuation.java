package kotlin.coroutines;

/**
 * Has nothing but its name.
 */
public interface Continuation {

}
