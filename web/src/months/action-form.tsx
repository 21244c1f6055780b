import { useState } from 'react';
import type { SubcontractShown } from '../../../src/views/shown.ts';
import type { ActionRule } from '../../../src/vocabulary/kit.ts';
import type { JsonObject } from '../../../src/vocabulary/json.ts';
import { useMe } from '../acting/me.ts';
import { RefusedNote, useActing } from '../acting/refused.tsx';
import type { Written } from '../decide/terms.ts';
import { isWhole, valuesTyped } from '../decide/values.ts';
import { phrase } from '../messages/phrase.ts';
import { t } from '../messages/t.ts';
import { isMore } from '../money/amounts-in.ts';
import { NeedsKey } from '../money/needs-key.tsx';
import { withUnit } from '../things/method-names.ts';
import { SettingFields } from '../things/setting-fields.tsx';
import { size, written as asWritten } from '../words/amounts.ts';
import { useSpeaking } from '../words/context.ts';
import { calledAlone } from '../words/names.ts';
import { Became, type Said } from './became.tsx';
import { QuestionAnswer } from './question-answer.tsx';

type ActionFormProps = {
  readonly subcontract: SubcontractShown; readonly action: string; readonly rule: ActionRule;
  /** The question that says what it would do. */
  readonly preview: string | null;
  readonly member: string; readonly done: () => void;
  /** The only one on the page: nothing is folded. */
  readonly alone?: boolean;
};

/** A request to an agreement, as its kit describes it; where the agreement can say what it would do, that comes first. */
export function ActionForm({ subcontract: { id, unit }, action, rule, preview, member, done, alone = false }: ActionFormProps): React.JSX.Element {
  const me = useMe();
  const { unitOf } = useSpeaking();
  const { busy, refused, run } = useActing();
  const [written, write] = useState<Written>({});
  const [previewed, setPreviewed] = useState<string | null>(null);
  const [said, setSaid] = useState<Said | null>(null);
  const values = valuesSaid(rule, written);
  const asText = JSON.stringify(values);
  const whole = isWhole(rule.fields, notEmpty(written));
  const send = async (): Promise<void> => {
    setSaid(null);
    const isDone = await run(async () => {
      const told = await me.say({ kind: 'request', body: { subcontract: id, action, with: values } });
      if (told.ok) setSaid(told);
      return told;
    });
    if (!isDone) return;
    setPreviewed(null);
    done();
  };
  const chooseLargest = (field: string, amount: string): void => {
    const next = { ...written, [field]: amount };
    write(next);
    setPreviewed(JSON.stringify(valuesSaid(rule, next)));
  };
  const isShownFirst = preview !== null && previewed !== asText;
  const form = (
    <>
      <SettingFields fields={rule.fields} written={written} write={write} summary={t('months.optional')} nameOf={(name) => withUnit(name, calledAlone)} />
      {preview === null || previewed === null ? null : <QuestionAnswer subcontract={id} question={preview} rule={rule} by={member} records={0} values={JSON.parse(previewed) as JsonObject} offer={(shown) => <Largest rule={rule} values={values} shown={shown} decimals={unitOf(unit)?.decimals ?? 0} choose={chooseLargest} />} />}
      <p className="row-of-buttons">
        {isShownFirst ? <button type="button" className="act act-small" disabled={!whole} onClick={() => setPreviewed(asText)}>{t('months.act.look')}</button>
          : <button type="button" className="act act-small" disabled={!whole || busy || !me.ready} onClick={() => void send()}>{t(preview === null ? 'months.act.ask' : 'months.act.do')}</button>}
      </p>
      {me.ready ? null : <NeedsKey />}
      {refused === null ? null : <RefusedNote refused={refused} />}
      {said === null ? null : <Became said={said} member={member} />}
    </>
  );
  return alone ? form : (
    <details className="each action">
      <summary>{calledAlone(action)}{rule.says === undefined ? null : <span className="quiet"> {phrase(rule.says)}</span>}</summary>
      {form}
    </details>
  );
}

type LargestProps = { readonly rule: ActionRule; readonly values: JsonObject; readonly shown: JsonObject; readonly decimals: number; readonly choose: (field: string, amount: string) => void };

/** Where the answer says what is `bearable`, and more is asked of the only amount that there is: the largest, to be taken instead. */
function Largest({ rule, values, shown: { bearable }, decimals, choose }: LargestProps): React.JSX.Element | null {
  const [field, ...others] = Object.keys(rule.fields).filter((name) => rule.fields[name]?.type === 'amount');
  if (field === undefined || others.length > 0 || typeof bearable !== 'string' || !isMore(String(values[field] ?? ''), bearable, decimals)) return null;
  return <p className="row-of-buttons" role="status"><span>{t('months.act.too_much')}</span>{size(bearable) === 0 ? null : <button type="button" className="small-button" onClick={() => choose(field, bearable)}>{t('months.act.largest', { amount: asWritten(bearable) })}</button>}</p>;
}

/** What nobody typed isn't sent: the kit's own value stands then. */
function valuesSaid({ fields }: ActionRule, written: Written): JsonObject {
  const said = notEmpty(written);
  return valuesTyped(Object.fromEntries(Object.entries(fields).filter(([name]) => Object.hasOwn(said, name))), said);
}

function notEmpty(written: Written): Written {
  return Object.fromEntries(Object.entries(written).filter(([, typed]) => typed.trim() !== ''));
}
