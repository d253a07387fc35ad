package dev.latchkey.internal.claim;

/**
 * What can be seen of a claim from outside.
 */
public enum ClaimState {

	/**
	 * Nobody has it.
	 */
	FREE,

	/**
	 * Somebody is about to take it, or to let it go: its gate is locked and its announce
	 * is not.
	 */
	ACQUIRING,

	/**
	 * It is held: gate and announce are both locked.
	 */
	HELD,

	/**
	 * Its announce has been locked without its gate for longer than the transition
	 * timeout, as when somebody removed the gate file under a holder. Nobody can acquire
	 * it until that holder is gone.
	 */
	DAMAGED

}
