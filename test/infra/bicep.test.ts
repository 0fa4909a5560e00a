// infra/ through the real Bicep, which is started once for all of it: compiled and linted, and its deployments predicted.
import { beforeAll, describe } from 'vitest';
import { wholeFile } from '../harness/whole-file.ts';
import { HAS_BICEP, NO_BICEP, startBicep, type Bicep, type Prediction } from './bicep.ts';
import { describeAlerts } from './describe-alerts.ts';
import { describeAppSettings } from './describe-app-settings.ts';
import { describeCompile } from './describe-compile.ts';
import { describeDeployment } from './describe-deployment.ts';
import { describeParameters } from './describe-parameters.ts';
import { VARIANTS, type Variant } from './variants.ts';

const file = wholeFile();

describe.runIf(HAS_BICEP)(`infra${NO_BICEP}`, () => {
  let started: Bicep | undefined;
  const predictions = new Map<Variant, Prediction>();

  beforeAll(async () => {
    started = startBicep(file);
    for (const variant of VARIANTS)
      predictions.set(variant, await started.predict(`test/infra/params/${variant}.bicepparam`));
  });

  const bicep = () => {
    if (started === undefined) throw new Error('The compiler was not started.');
    return started;
  };
  const of = (variant: Variant) => {
    const prediction = predictions.get(variant);
    if (prediction === undefined) throw new Error(`${variant} was not predicted.`);
    return prediction;
  };

  describeCompile(bicep);
  describeParameters(bicep);
  describeDeployment(of);
  describeAppSettings(of);
  describeAlerts(of);
});
